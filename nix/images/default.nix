# Installers: a file in `profiles/` is one, a file in `variants/` is a way to have each of them. Adding a profile is
# adding its file: { "netboot-base" = module; "netboot-base-debug" = module; … }.
let
  inherit (builtins) attrNames concatMap filter head listToAttrs match readDir;
  files = dir: map (file: { name = head (match "(.*)\\.nix" file); value = dir + "/${file}"; })
    (filter (file: match ".*\\.nix" file != null) (attrNames (readDir dir)));
  named = name: imports: { inherit name; value = { inherit imports; networking.hostName = name; }; };
  variants = files ./variants;
in
listToAttrs (concatMap
  (profile: [ (named profile.name [ profile.value ]) ]
    ++ map (variant: named "${profile.name}-${variant.name}" [ profile.value variant.value ]) variants)
  (files ./profiles))
