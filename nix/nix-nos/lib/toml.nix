# Attribute sets as TOML: scalars first, then tables, then arrays of tables, as the format wants them.
let
  inherit (import ./text.nix) attrNames concatMap concatStringsSep filter head optionals;
  inherit (builtins) isAttrs isList;
  isTables = value: isList value && value != [ ] && isAttrs (head value);
  isPlain = value: !isAttrs value && !isTables value;

  # JSON's strings are TOML's, but for DEL, which JSON leaves bare and TOML forbids.
  del = builtins.fromJSON ''"\u007f"'';
  string = s: builtins.replaceStrings [ del ] [ "\\u007f" ] (builtins.toJSON s);
  scalar = value:
    if isList value then "[${concatStringsSep ", " (map scalar value)}]"
    else if builtins.isString value then string value
    else builtins.toJSON value;
  key = name: if builtins.match "[A-Za-z0-9_-]+" name != null then name else string name;
  names = test: set: filter (name: test set.${name}) (attrNames set);

  body = path: set:
    map (name: "${key name} = ${scalar set.${name}}") (names isPlain set)
    ++ concatMap (name: table (path ++ [ name ]) set.${name}) (names isAttrs set)
    ++ concatMap (name: concatMap (tableOf (path ++ [ name ])) set.${name}) (names isTables set);
  header = path: concatStringsSep "." (map key path);
  # A table with nothing but tables in it needs no header of its own.
  table = path: set: optionals (names isPlain set != [ ] || set == { }) [ "" "[${header path}]" ] ++ body path set;
  tableOf = path: set: [ "" "[[${header path}]]" ] ++ body path set;
in
set:
let whole = body [ ] set; in
builtins.concatStringsSep "\n" (if whole != [ ] && head whole == "" then builtins.tail whole else whole) + "\n"
