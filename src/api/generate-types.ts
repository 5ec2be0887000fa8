/** TypeScript types of the Protocol kind from its schema. Part of the generator; nothing at run time imports it. */
import type { CrdSchema } from './crd-schema.ts'

/** Names of the interfaces, by the path of the object they describe. A new object in the CRD needs a name here. */
const NAMES: Readonly<Record<string, string>> = {
  '': 'Protocol',
  spec: 'ProtocolSpec',
  'spec.schema': 'ProtocolSchema',
  'spec.schema.configMapRef': 'ConfigMapReference',
  'spec.methods[]': 'ProtocolMethod',
  'spec.methods[].access': 'ProtocolAccess',
  'spec.methods[].access.stake': 'StakeAccess',
  'spec.methods[].access.rateLimit': 'RateLimit',
  'spec.access': 'ProtocolAccess',
  'spec.access.stake': 'StakeAccess',
  'spec.access.rateLimit': 'RateLimit',
  'spec.worker': 'ProtocolWorker',
  'spec.worker.gpu': 'WorkerGpu',
  'spec.worker.template': 'WorkerTemplate',
  'spec.worker.template.spec': 'WorkerPodSpec',
  'spec.worker.template.spec.containers[]': 'WorkerContainer',
  'spec.worker.local': 'WorkerLocal',
  'spec.worker.local.env[]': 'EnvironmentVariable',
  'spec.drain': 'ProtocolDrain',
  'spec.autoscaling': 'ProtocolAutoscaling',
  'spec.autoscaling.scaleDown': 'ScaleDown',
  'spec.autoscaling.hold': 'ProtocolHold',
  'spec.queue': 'ProtocolQueue',
  'spec.tls': 'ProtocolTls',
  'spec.tls.issuerRef': 'IssuerReference',
  status: 'ProtocolStatus',
  'status.load': 'ProtocolStatusLoad',
  'status.conditions[]': 'Condition'
}

/** Fields of the object itself whose type the schema cannot say. */
const ROOT_TYPES: Readonly<Record<string, string>> = {
  apiVersion: "'subnetes.dev/v1alpha1'",
  kind: "'Protocol'",
  metadata: 'ObjectMeta'
}

/** Source text of one interface per object of the schema. Fields with a default are always there: the types describe a validated object. */
export function typesOf (schema: CrdSchema): string {
  const made = new Map<string, string>()
  interfaceOf(schema, '', made)
  return `import type { ObjectMeta } from '../object-meta.ts'\n\n${[...made.values()].join('\n')}`
}

function interfaceOf (schema: CrdSchema, path: string, made: Map<string, string>): string {
  const name = NAMES[path]
  if (name === undefined) throw new Error(`the object ${path} of crd.yaml has no type name; add one to NAMES in generate-types.ts`)
  if (!made.has(name)) made.set(name, '') // its place: parents before children
  const fields = Object.entries(schema.properties ?? {}).map(([field, child]) => fieldOf(schema, { path, field, child }, made))
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) fields.push('  readonly [field: string]: unknown\n')
  const text = `/** ${schema.description ?? name} */\nexport interface ${name} {\n${fields.join('')}}\n`
  const known = made.get(name)
  if (known !== '' && known !== text) throw new Error(`two different objects of crd.yaml are named ${name}; rename one in NAMES of generate-types.ts`)
  made.set(name, text)
  return name
}

function fieldOf (parent: CrdSchema, at: { path: string, field: string, child: CrdSchema }, made: Map<string, string>): string {
  const { path, field, child } = at
  const own = path === '' ? ROOT_TYPES[field] : undefined
  const type = own ?? typeOf(child, path === '' ? field : `${path}.${field}`, made)
  const always = own !== undefined || child.default !== undefined || parent.required?.includes(field) === true
  const note = child.default === undefined || child.type === 'object' ? '' : ` @default ${JSON.stringify(child.default)}`
  const doc = child.description === undefined ? '' : `  /** ${child.description}${note} */\n`
  return `${doc}  readonly ${field}${always ? '' : '?'}: ${type}\n`
}

function typeOf (schema: CrdSchema, path: string, made: Map<string, string>): string {
  if (schema.type === 'object') return interfaceOf(schema, path, made)
  if (schema.type === 'array') return `readonly ${typeOf(schema.items as CrdSchema, `${path}[]`, made)}[]`
  if (schema.enum !== undefined) return schema.enum.map((value) => `'${value}'`).join(' | ')
  return schema.type === 'integer' ? 'number' : schema.type
}
