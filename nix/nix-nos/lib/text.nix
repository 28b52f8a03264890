# Small words over builtins that every file here speaks.
rec {
  inherit (builtins) attrNames attrValues concatLists concatMap concatStringsSep elem filter head isString length mapAttrs;

  optional = condition: value: if condition then [ value ] else [ ];
  optionals = condition: list: if condition then list else [ ];
  optionalAttrs = condition: set: if condition then set else { };
  optionalString = condition: s: if condition then s else "";
  mapSet = f: set: map (name: f name set.${name}) (attrNames set);
  filterSet = test: set: builtins.listToAttrs (concatMap
    (name: optional (test name set.${name}) { inherit name; value = set.${name}; }) (attrNames set));
  genSet = names: f: builtins.listToAttrs (map (name: { inherit name; value = f name; }) names);
  numbered = f: list: builtins.genList (n: f n (builtins.elemAt list n)) (length list);
  unique = builtins.foldl' (seen: x: if elem x seen then seen else seen ++ [ x ]) [ ];
  # What occurs more than once.
  repeated = list: unique (filter (x: length (filter (y: y == x) list) > 1) list);
  present = filterSet (_: value: value != null && value != [ ] && value != { });
  comma = concatStringsSep ", ";
  lines = list: concatStringsSep "\n" list + "\n";
  indent = map (line: if line == "" then line else "  ${line}");
  quoted = s: "\"${s}\"";
  max = a: b: if a > b then a else b;
}
