/** Says where this gateway is: to the log, and to the parent that forked it. */
import type { Logger, Startable } from '@subnetes/common'
import type { HttpStatusServer } from '@subnetes/common/health-server'
import type { SubnetNode } from '@subnetes/rpc'

/** Speaks when it is started, after everything that it tells of. */
export function listening (node: SubnetNode, http: HttpStatusServer, logger: Logger): Startable {
  return {
    start: async () => {
      const where = { peerId: node.peerId.toString(), multiaddrs: node.getMultiaddrs().map(String), http: http.address ?? '' }
      logger.info('gateway listening', where)
      process.send?.({ type: 'listening', ...where })
    },
    stop: async () => {}
  }
}
