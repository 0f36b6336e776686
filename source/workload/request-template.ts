import { PlimsollError } from '../model/error.js';
import type { HttpRequest, RequestTemplate } from '../model/work.js';
import type { ArrivalValues, ChangesWith, Value } from './arrival-values.js';
import {
  type Encode,
  encodeForForm,
  encodeForHeader,
  encodeForJsonString,
  encodeForJsonValue,
  encodeForPath,
  pathOfReference,
} from './encode.js';
import { compileTemplate, mostOf, type Template } from './template.js';
import { readTemplate, type TemplatePart } from './template-text.js';

/** Makes the requests of one template. */
export type RequestMaker = { readonly changesWith: ChangesWith; readonly make: (values: ArrivalValues) => HttpRequest };

/** Compiles a request. Throws PlimsollError `bad-template` for what a check before it should have refused. */
export function compileRequest(template: RequestTemplate, lookUp: (name: string) => Value | null): RequestMaker {
  const compile = (
    text: string,
    encodings: (parts: readonly TemplatePart[]) => (index: number) => Encode,
  ): Template => {
    const reading = readTemplate(text);
    if (reading.kind === 'faulty') throw new PlimsollError('bad-template', `${reading.message}: ${reading.hint}.`);
    const known = (name: string): Value => {
      const value = lookUp(name);
      if (value === null) throw new PlimsollError('bad-template', `There is no value for {{${name}}}.`);
      return value;
    };
    return compileTemplate(reading.parts, known, encodings(reading.parts));
  };
  const path = compile(template.path, pathEncodings);
  const headers = template.headers.map(([name, value]) => [name, compile(value, () => () => encodeForHeader)] as const);
  const body = template.body === null ? null : compile(template.body, bodyEncodings(template));
  const { method, okStatus, name, host } = template;
  const make = (values: ArrivalValues): HttpRequest => ({
    kind: 'request',
    method,
    headers: headers.map(([field, value]) => [field, value.render(values)] as const),
    body: body === null ? null : body.render(values),
    okStatus,
    name,
    host,
    path: rooted(path.render(values)),
    bytes: null,
  });
  const changesWith = mostOf([path, ...(body === null ? [] : [body]), ...headers.map(([, value]) => value)]);
  return { changesWith, make };
}

/** A path that is nothing but one name is a path of its own, or a URL of which the path is meant. */
function pathEncodings(parts: readonly TemplatePart[]): (index: number) => Encode {
  const isWhole = parts.length === 1 && parts[0]!.kind === 'name';
  return () => (isWhole ? pathOfReference : encodeForPath);
}

/** Two slashes at the beginning would name a host: an empty value must not. */
function rooted(path: string): string {
  let at = 0;
  while (path.charCodeAt(at + 1) === 0x2f) at++;
  return at === 0 ? path : path.slice(at);
}

/** How the values in a body are encoded: as its content type says, or its first character. */
function bodyEncodings({ headers }: RequestTemplate): (parts: readonly TemplatePart[]) => (index: number) => Encode {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1].toLowerCase() ?? '';
  return (parts) => {
    if (type.includes('application/x-www-form-urlencoded')) return () => encodeForForm;
    const isJson = type.includes('json') || (parts[0]?.kind === 'text' && /^\s*[[{"]/.test(parts[0].text));
    if (!isJson) return () => (value) => value;
    const places = jsonPlaces(parts);
    return (index) => places[index]!;
  };
}

/** For each part, how a value at its place is encoded: in a string of the JSON around it, or as a value of its own. */
function jsonPlaces(parts: readonly TemplatePart[]): readonly Encode[] {
  let isInString = false;
  return parts.map(({ kind, text }) => {
    const place = isInString ? encodeForJsonString : encodeForJsonValue;
    if (kind === 'name') return place;
    for (let index = 0; index < text.length; index++) {
      const character = text[index];
      if (character === '"') isInString = !isInString;
      else if (character === '\\' && isInString) index++;
    }
    return place;
  });
}
