import { expect, it } from 'vitest'
import { checkRedisUrl, hideCredentials, withUser } from './redis-url.ts'

const other = { user: 'u-1', password: 'p/w@?' }

it('puts credentials into URLs and socket paths, in place of those there are', () => {
  expect(withUser('redis://admin:x@h:6379/2', other)).toBe('redis://u-1:p%2Fw%40%3F@h:6379/2')
  expect(withUser('rediss://h', other)).toBe('rediss://u-1:p%2Fw%40%3F@h')
  expect(withUser('/run/redis.sock?username=a&password=b&db=1', other)).toBe('/run/redis.sock?username=u-1&password=p%2Fw%40%3F&db=1')
})

it('hides credentials', () => {
  expect(['redis://a:b@h:1/2', 'redis://:b@h', '/s.sock?username=a&password=b', 'rediss://h:1?password=b'].map(hideCredentials)).toEqual(['redis://h:1/2', 'redis://h', '/s.sock', 'rediss://h:1'])
})

it.each(['localhost', 'http://h', 'redis://', '//h', ''])('refuses %j', (text) => {
  expect(() => checkRedisUrl(text)).toThrow(/is no URL of a Redis; expected redis:\/\//)
})

it('never shows a password of what it refuses', () => {
  expect(() => checkRedisUrl('http://a:secret@h')).toThrow(/^(?!.*secret)/)
})
