/** Import rules of docs/architecture.md ("Which imports may point where"). Type imports count. */
const ARROWS = {
  common: [],
  api: ['common', 'proto'],
  scaling: ['common'],
  grpc: ['proto', 'common'],
  control: ['grpc', 'proto', 'api', 'common'],
  mux: ['common'],
  rpc: ['mux', 'proto', 'api', 'common'],
  auth: ['rpc', 'proto', 'api', 'common'],
  dispatch: ['grpc', 'api', 'common'],
  worker: ['dispatch', 'grpc', 'control', 'proto', 'api', 'common'],
  gateway: ['rpc', 'auth', 'dispatch', 'control', 'proto', 'api', 'common'],
  local: ['control', 'scaling', 'dispatch', 'proto', 'api', 'common'],
  // Of dispatch the counts of queues alone.
  operator: ['control', 'scaling', 'dispatch/bullmq', 'proto', 'api', 'common'],
  console: ['control', 'proto', 'common'],
  // Of dispatch the administration of queues alone: operators' commands work at the installation's Redis, beside gateways and workers and without them.
  cli: ['rpc', 'local', 'auth', 'dispatch/bullmq', 'proto', 'api', 'common']
}

/** Most packages live in src/. */
function folderOf (name) {
  return name === 'proto' || name === 'operator' ? name : `src/${name}`
}

const arrowRules = Object.entries(ARROWS).map(([name, targets]) => ({
  name: `arrows-of-${name}`,
  comment: `@subnetes/${name} may import ${targets.join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^${folderOf(name)}/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^(src|proto|operator|test|scripts|workers)/', pathNot: [`^${folderOf(name)}/`, ...targets.map((target) => `^${folderOf(target)}/`)] }
}))

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'proto-imports-nothing-of-ours', severity: 'error', from: { path: '^proto/' }, to: { path: '^(src|operator|test|workers)/' } },
    { name: 'nobody-imports-main', severity: 'error', from: {}, to: { path: '/main\\.ts$' } },
    { name: 'no-tests-in-source', severity: 'error', from: { path: '^(src|proto|operator)/', pathNot: '\\.test\\.ts$' }, to: { path: '^test/|\\.test\\.ts$' } },
    { name: 'transports-do-not-know-each-other', severity: 'error', from: { path: '^src/dispatch/(memory|grpc|bullmq)/', pathNot: '\\.test\\.ts$' }, to: { path: '^src/dispatch/(memory|grpc|bullmq)/', pathNot: '^src/dispatch/$1/' } },
    { name: 'manifests-know-no-client', comment: 'operator/resources are pure: they import no Kubernetes client and nothing that talks to one', severity: 'error', from: { path: '^operator/resources/' }, to: { path: '^operator/controller/|node_modules/(@kubernetes|undici)/' } },
    { name: 'undeclared', comment: 'the importing package does not declare this dependency', severity: 'error', from: { path: '^(src|proto|operator)/', pathNot: '\\.test\\.ts$' }, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev', 'unknown'] } },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^node:' } },
    ...arrowRules
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['@subnetes/source', 'import', 'node', 'default', 'types'], exportsFields: ['exports'] }
  }
}
