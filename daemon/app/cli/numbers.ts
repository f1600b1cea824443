import { InvalidArgumentError } from 'commander'

/** An option's whole number, 0 or more. */
export function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0 || text.trim() === '')
    throw new InvalidArgumentError('must be a whole number, 0 or more.')
  return number
}
