export * from './gen/contracts.js'
export { PROTO_TEXTS } from './gen/proto-texts.ts'
export * from './service.ts'
