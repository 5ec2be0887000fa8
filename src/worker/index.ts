export { SubnetesError } from '@subnetes/common'
