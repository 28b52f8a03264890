# What a flake's installers have to offer whoever boots them: any flake's, as long as the three outputs are there.
#   nix eval --impure --json --file installers.nix \
#     --apply 'of: of { flake = "path:/abs"; names = [ "nixosConfigurations.installer" ]; }'
# → { <name> = { absent; problems = [ line … ]; outputs.<output> = { drv; out; }; kernelFile; kernelParams; }; }
# One evaluation for all of them; `nix build` takes the derivations as they are. An installer that does not evaluate
# fails in Nix's own words, which say why (failed assertions do): nothing is caught here.
let
  inherit (import ./prelude.nix) collect genAttrs keep;
  inherit (builtins) filter foldl' isString split unsafeDiscardStringContext;

  wanted = {
    kernel = "the kernel";
    netbootRamdisk = "the initial ramdisk; the configuration has to import nixpkgs' netboot modules";
    toplevel = "the system";
  };

  at = path: value: foldl' (v: key: if v == null then null else v.${key} or null) value (filter isString (split "\\." path));

  output = value:
    if value == null then null
    else { drv = unsafeDiscardStringContext value.drvPath; out = unsafeDiscardStringContext value.outPath; };

  installer = flake: name:
    let
      found = at name flake;
      config = at "config" found;
      outputs = builtins.mapAttrs (key: _: output (at "system.build.${key}" config)) wanted;
      whole = keep (_: o: o != null) outputs;
      about = key: o: if o == null then [ "${name}.config.system.build.${key} is missing: ${wanted.${key}}" ] else [ ];
    in
    if found == null then { absent = true; problems = [ "${name} is not an output of the flake" ]; outputs = { }; }
    else if config == null then { problems = [ "${name} is no NixOS configuration: it has no `config`" ]; outputs = { }; }
    else {
      problems = collect about outputs;
      outputs = whole;
      kernelFile = let file = at "system.boot.loader.kernelFile" config; in if file == null then "bzImage" else file;
      kernelParams = let params = at "boot.kernelParams" config; in if params == null then [ ] else params;
    };
in
{ flake, names }: genAttrs names (installer (if builtins.isAttrs flake then flake else builtins.getFlake flake))
