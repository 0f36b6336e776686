/** What a step may do. `baseline` and `cool-down` watch servers without load; the rest are commands of their own name. */
export const stepActions = [
  'run',
  'discover',
  'bench',
  'jobs',
  'monitor',
  'baseline',
  'cool-down',
  'report',
  'compare',
  'export',
] as const;

export type StepAction = (typeof stepActions)[number];

/** Whether an action is about sessions that were recorded, and records none itself. */
export function isAboutSessions(action: StepAction): boolean {
  return action === 'report' || action === 'compare' || action === 'export';
}
