const given = (value: string | undefined): string | null => value || null

/** Directory that systemd puts the key files into; null outside a unit. */
export function credentialsDirectory(): string | null {
  const { CREDENTIALS_DIRECTORY } = process.env
  return given(CREDENTIALS_DIRECTORY)
}

/** State directory that systemd made; the first where the unit has several. */
export function stateDirectory(): string | null {
  const { STATE_DIRECTORY } = process.env
  return given(STATE_DIRECTORY?.split(':')[0])
}

/** Socket that systemd listens on for readiness, status and watchdog messages. */
export function notifySocket(): string | null {
  const { NOTIFY_SOCKET } = process.env
  return given(NOTIFY_SOCKET)
}

/** Directory of recorded chain data that tests and benchmarks read; null where none is set. */
export function dataDirectory(): string | null {
  const { MEVD_DATA } = process.env
  return given(MEVD_DATA)
}

/** The environment for a child process: our own, with changes. */
export const environment = (changes: Readonly<Record<string, string>>) => ({
  ...process.env,
  ...changes,
})
