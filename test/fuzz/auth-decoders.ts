/** What of `@subnetes/auth` reads bytes of a peer; some of it is for the inside of the package only. */
export { cutSignature, insertAuth, openRequest, openResponse, parseExpiration, parseOpenSshKey, readAuth, refusalReason } from '@subnetes/auth'
export { protobufFields } from '../../src/auth/protobuf-fields.ts'
export { verifySignature } from '../../src/auth/signature.ts'
