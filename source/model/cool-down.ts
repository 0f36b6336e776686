/** Whether one server came back to what it does at rest, after load had ended. */
export type CooledServer = {
  readonly server: string;
  /** False: not within the limit, or nobody waited for it. */
  readonly atBaseline: boolean;
  /** Until it was back, or until the waiting ended. */
  readonly seconds: number;
  /** The longest that was to be waited. */
  readonly limitSeconds: number;
};
