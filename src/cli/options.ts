/** Values of options, checked as they are read. */
import { InvalidArgumentError } from 'commander'

/** A whole number of milliseconds or seconds, above zero. */
export function positiveInteger (text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value <= 0) throw new InvalidArgumentError('Allowed is a whole number above 0.')
  return value
}

/** A whole number, zero included. */
export function wholeNumber (text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('Allowed is a whole number, 0 or more.')
  return value
}

/** A namespace: what Kubernetes takes as one. */
export function namespaceName (text: string): string {
  if (!/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text)) throw new InvalidArgumentError('Allowed are 1 to 63 lower-case letters, digits and "-", not at the ends.')
  return text
}

/** Collects an option that may be given several times. */
export function collect (text: string, earlier: readonly string[] = []): string[] {
  return [...earlier, text]
}
