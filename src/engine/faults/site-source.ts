/** What can be wrong with getting at a site: no file, no Nix, an unreadable text, an unknown shape. */
import type { Fault } from '../errors.ts'

const names = 'site.nix, site.json, hosts.json, manifest.nix or manifest.json'

export const noSite = (folder: string): Fault => ({
  code: 'no-site',
  message: 'there is no site here',
  place: folder,
  remedy: `Name one with --site FILE, or put ${names} there; firstlight init writes one`,
})

export const unreadableSite = (path: string, reason: string): Fault => ({
  code: 'unreadable-site',
  message: `it cannot be read: ${reason}`,
  place: path,
  remedy: 'Check the name and who may read it',
})

export const siteTooLarge = (place: string): Fault => ({
  code: 'site-too-large',
  message: 'this site is larger than a site can be (8 MB, or 1 MB out of Nix)',
  place,
  remedy: 'Split it into several sites',
})

export const brokenJson = (path: string, line: number, column: number, reason: string): Fault => ({
  code: 'broken-json',
  message: reason,
  place: `${path}:${line}:${column}`,
  remedy: 'Correct the file there',
})

export const noNix = (place: string): Fault => ({
  code: 'no-nix',
  message: 'it is written in Nix, and the program nix is not here',
  place,
  remedy: 'Install Nix (https://nixos.org/download), or write the site as site.json',
})

export const readJsonInstead = (nix: string, json: string): Fault => ({
  code: 'nix-not-read',
  message: `${nix} cannot be read as the program nix is not here; ${json} beside it is read instead`,
  place: nix,
  remedy: `Check that ${json} says the same, or install Nix`,
})

export const notEvaluated = (place: string, reason: string): Fault => ({
  code: 'nix-evaluation-failed',
  message: `Nix could not evaluate it: ${reason}`,
  place,
  remedy: 'Correct what Nix names; the site must be plain data: attributes, lists, texts, numbers',
})

export const evaluationTimedOut = (place: string, minutes: number): Fault => ({
  code: 'nix-evaluation-silent',
  message: `Nix did not finish within ${minutes} minutes`,
  place,
  remedy: 'Evaluate it by hand with nix eval --json, and look at what it waits for',
})

export const unknownShape = (place: string): Fault => ({
  code: 'unknown-shape',
  message:
    'this is neither a site (hosts), nor a hosts.json (mac_address), nor a manifest (services and network)',
  place,
  remedy: 'Begin with { "schemaVersion": 1, "hosts": { "machine1": { "mac": "bc:24:11:d0:28:34" } } }',
})
