# The few functions `builtins` lacks. Everything in this folder stands on `builtins` alone, so that any Nix
# evaluates a site offline.
let
  inherit (builtins) attrNames concatMap elem filter foldl' isList listToAttrs;
in
rec {
  genAttrs = names: value: listToAttrs (map (name: { inherit name; value = value name; }) names);
  keep = holds: attrs: removeAttrs attrs (filter (name: !holds name attrs.${name}) (attrNames attrs));
  merge = foldl' (all: more: all // more) { };
  collect = each: attrs: concatMap (name: each name attrs.${name}) (attrNames attrs);
  unique = foldl' (seen: x: if elem x seen then seen else seen ++ [ x ]) [ ];
  sortOn = key: builtins.sort (a: b: key a < key b);
  list = value: if value == null then [ ] else if isList value then value else [ value ];
  # Each element with its place: "services.shop.ports[1]".
  places = each: path: values: builtins.genList (i: each "${path}[${toString i}]" (builtins.elemAt values i)) (builtins.length values);
  lines = texts: builtins.concatStringsSep "\n" (filter (text: text != "") texts);
  commas = builtins.concatStringsSep ", ";
}
