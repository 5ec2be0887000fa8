/** `npm run e2e:clean`: removes what killed runs of the end-to-end tests have left on this machine, and images that no recent build has used. */
import { pruneImages } from './image-cache.ts'
import { sweep } from './ledger.ts'

const { removed, running } = await sweep()
console.log(removed.length === 0 ? 'e2e: nothing was left' : `e2e: removed what these runs had left: ${removed.join(', ')}`)
if (running.length > 0) console.log(`e2e: these runs go on and were left alone: ${running.join(', ')}`)
console.log(`e2e: removed ${await pruneImages(1)} images that no recent build has used`)
