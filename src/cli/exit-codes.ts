/** Exit codes of the `subnetes` command. They are API: add, never renumber (docs/cli.md). */
import type { SubnetesError } from '@subnetes/common'

/** What a script may rely on. */
export const ExitCode = {
  /** It worked. */
  Ok: 0,
  /** The call, or the command, failed: it was tried, and the other end or this machine stood in the way. */
  Failed: 1,
  /** What was written is wrong (command line, manifest, schema, message): the same again cannot work. */
  BadInput: 2,
  /** What was named is not there, or not available now: peer, handler, worker, job, file. */
  Unavailable: 3,
  /** The deadline passed. */
  Deadline: 4,
  /** Ended by Ctrl-C (128 + SIGINT). */
  Interrupted: 130
} as const

/** One of the numbers of {@link ExitCode}. */
export type ExitCodeValue = typeof ExitCode[keyof typeof ExitCode]

const BY_ERROR: Readonly<Partial<Record<SubnetesError['code'], ExitCodeValue>>> = {
  invalid_argument: ExitCode.BadInput,
  already_exists: ExitCode.BadInput,
  out_of_range: ExitCode.BadInput,
  unavailable: ExitCode.Unavailable,
  not_found: ExitCode.Unavailable,
  unimplemented: ExitCode.Unavailable,
  deadline_exceeded: ExitCode.Deadline,
  cancelled: ExitCode.Interrupted
}

/** The exit code that an error stands for. */
export function exitCodeOf (error: SubnetesError): ExitCodeValue {
  return BY_ERROR[error.code] ?? ExitCode.Failed
}

/** The table for `--help`. */
export const EXIT_CODE_HELP = `
Exit codes:
  0    it worked
  1    the call or the command failed
  2    bad input: command line, manifest, schema or message
  3    not there, or not available now: peer, handler, worker, job, file
  4    the deadline passed
  130  interrupted`
