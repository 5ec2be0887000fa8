/** Import rules of docs/architecture.md ("Which imports may point where"). Type imports count. */
const ARROWS = {
  common: [],
  api: ['common', 'proto'],
  scaling: ['common'],
  control: ['proto', 'api', 'common'],
  rpc: ['proto', 'api', 'common'],
  auth: ['rpc', 'proto', 'api', 'common'],
  dispatch: ['proto', 'api', 'common'],
  worker: ['dispatch', 'control', 'proto', 'api', 'common'],
  gateway: ['rpc', 'auth', 'dispatch', 'control', 'proto', 'api', 'common'],
  local: ['control', 'scaling', 'dispatch', 'proto', 'api', 'common'],
  console: ['control', 'proto', 'common'],
  cli: ['rpc', 'local', 'auth', 'proto', 'api', 'common']
}

const arrowRules = Object.entries(ARROWS).map(([name, targets]) => ({
  name: `arrows-of-${name}`,
  comment: `@subnetes/${name} may import ${targets.join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^src/${name}/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^(src|proto|operator|test|scripts|workers)/', pathNot: [`^src/${name}/`, ...targets.map((target) => target === 'proto' ? '^proto/' : `^src/${target}/`)] }
}))

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'proto-imports-nothing-of-ours', severity: 'error', from: { path: '^proto/' }, to: { path: '^(src|operator|test|workers)/' } },
    { name: 'nobody-imports-main', severity: 'error', from: {}, to: { path: '/main\\.ts$' } },
    { name: 'no-tests-in-source', severity: 'error', from: { path: '^(src|proto|operator)/', pathNot: '\\.test\\.ts$' }, to: { path: '^test/|\\.test\\.ts$' } },
    { name: 'transports-do-not-know-each-other', severity: 'error', from: { path: '^src/dispatch/(memory|grpc|bullmq)/', pathNot: '\\.test\\.ts$' }, to: { path: '^src/dispatch/(memory|grpc|bullmq)/', pathNot: '^src/dispatch/$1/' } },
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
