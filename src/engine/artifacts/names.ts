/** What an image is called on disk and in the manifest, whatever way a site names it. */

/** `.#nixosConfigurations.installer` → `installer`; a name is itself. */
export const imageName = (reference: string): string =>
  reference
    .slice(reference.indexOf('#') + 1)
    .replace(/^nixosConfigurations\./, '')
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .replace(/^\.+/, '')
