/** Writes one line, or several, of a command's answer to standard output. */
export const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

/** Writes what a person should know, but no program reads, to standard error. */
export const complain = (text: string): void => {
  process.stderr.write(`${text}\n`)
}
