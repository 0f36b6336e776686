import { isObject } from '../model/plain-object.js';
import { valueKind } from '../model/value-kind.js';
import type { Workload } from './define-workload.js';

/** What came of looking at a module's default export; `messages` are clauses: expected what, got what. */
export type WorkloadCheck =
  | { readonly kind: 'ok'; readonly workload: Workload }
  | { readonly kind: 'faulty'; readonly messages: readonly string[] };

const mostSteps = 50;

/** Whether a value is a workload, and all that keeps it from being one. */
export function checkWorkload(value: unknown): WorkloadCheck {
  if (value === undefined)
    return faulty('expected a default export, got none: write export default defineWorkload({...})');
  if (!isObject(value)) return faulty(`expected an object as the default export, got ${valueKind(value)}`);
  const messages: string[] = [];
  const expect = (holds: boolean, key: string, wanted: string): void => {
    if (!holds) messages.push(`expected ${wanted} as ${key}, got ${valueKind(value[key])}`);
  };
  expect(isName(value.name), 'name', 'a text of 1 to 64 characters');
  expect(isLevel(value.smallestLevel), 'smallestLevel', 'a whole number of at least 0');
  if (value.largestLevel !== undefined) {
    const isBelow =
      isLevel(value.smallestLevel) && isLevel(value.largestLevel) && value.largestLevel < value.smallestLevel;
    if (isBelow) messages.push(`expected largestLevel to be at least smallestLevel, got ${value.largestLevel}`);
    else expect(isLevel(value.largestLevel), 'largestLevel', 'a whole number of at least 0');
  }
  if (value.levelReason !== undefined) expect(typeof value.levelReason === 'string', 'levelReason', 'a text');
  if (value.extension !== undefined) {
    const { extension } = value;
    const isRead = isObject(extension) && isExtensionName(extension.name) && typeof extension.read === 'function';
    expect(isRead, 'extension', 'an object with a name (small letters, digits and dashes) and a function read');
  }
  if (value.request !== undefined && value.steps !== undefined) {
    messages.push('expected request or steps, got both: an arrival is one of the two');
  } else if (value.steps === undefined) {
    expect(typeof value.request === 'function', 'request', 'a function of level and context (or steps)');
  } else {
    expect(typeof value.steps === 'function', 'steps', 'a function');
    messages.push(...faultsOfStepNames(value.stepNames));
  }
  // Every field that a workload has was looked at.
  return messages.length === 0 ? { kind: 'ok', workload: value as Workload } : { kind: 'faulty', messages };
}

function faultsOfStepNames(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > mostSteps || !value.every(isName)) {
    return [`expected a list of 1 to ${mostSteps} names of steps as stepNames, got ${valueKind(value)}`];
  }
  const twice = value.find((name, index) => value.indexOf(name) !== index);
  return twice === undefined ? [] : [`expected every name in stepNames once, got "${twice}" twice`];
}

function faulty(message: string): WorkloadCheck {
  return { kind: 'faulty', messages: [message] };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[^\p{Cc}\p{Cf}]{1,64}$/u.test(value) && value.trim() !== '';
}

function isExtensionName(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(value);
}

function isLevel(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
