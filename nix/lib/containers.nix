# The services of a host that are containers, in podman's words.
let
  check = import ./check.nix;
  inherit (builtins) attrNames filter intersectAttrs listToAttrs;
  words = { image = null; ports = null; volumes = null; networks = null; environment = null; environmentFiles = null; };

  container = name: raw:
    let
      path = "services.${name}.container";
      strange = filter (key: !(words ? ${key})) (attrNames raw);
    in
    if strange != [ ] then
      check.fail "${path}.${builtins.head strange}" raw.${builtins.head strange} "is not known; use ${builtins.concatStringsSep ", " (attrNames words)}"
    else if !(raw ? image) then check.fail path raw "has no image; say which"
    else intersectAttrs words raw;
in
site: names: listToAttrs (map
  (name: { inherit name; value = container name site.services.${name}.raw.container; })
  (filter (name: site.services.${name}.raw ? container) names))
