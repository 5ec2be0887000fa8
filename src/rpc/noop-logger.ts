/** A libp2p logger that writes nothing. Building the real ones costs about 4 % of a call even when nothing is shown. */
import type { ComponentLogger, Logger } from '@libp2p/interface'

const silent: Logger = Object.assign(() => {}, {
  error: () => {},
  trace: () => {},
  enabled: false,
  newScope: () => silent
})

/** For the `logger` option of libp2p. */
export const noopLogger: ComponentLogger = { forComponent: () => silent }
