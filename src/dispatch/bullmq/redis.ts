export { checkRedis, connectRedis, redisError, redisReady } from './connection.ts'
export { countJobs } from './job-counts.ts'
export type { OpenJobCounts } from './job-counts.ts'
export { QUEUE_NAME, jobKeys, queuePrefix, runnerAclRules } from './keys.ts'
