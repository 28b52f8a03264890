# The option types our modules use, checked as shallowly and merged in the same way as NixOS does.
{ properties, evalModules }:
let
  inherit (properties) pushDown resolve;
  show = builtins.concatStringsSep ".";
  isType = name: value: builtins.typeOf value == name;
  values = map (def: def.value);

  mergeEqual = loc: defs:
    if builtins.all (def: def.value == (builtins.head defs).value) defs then (builtins.head defs).value
    else throw "The option `${show loc}' has conflicting definition values: ${show (map (d: d.file) defs)}";
  mergeOne = loc: defs:
    if builtins.length defs == 1 then (builtins.head defs).value
    else throw "The option `${show loc}' is defined multiple times while it's expected to be unique.";

  mkOptionType = { name, description ? name, check ? (_: true), merge ? mergeEqual, ... }@type:
    type // { _type = "option-type"; inherit name description check merge; };
  simple = name: description: check: mkOptionType { inherit name description check; };

  # Definitions of one value, from wrapped to merged.
  mergeDefs = loc: type: defs:
    let
      wrong = builtins.filter (def: !(type.check def.value)) defs;
      bad = builtins.head wrong;
    in
    if wrong == [ ] then type.merge loc defs
    else throw "A definition for option `${show loc}' is not of type `${type.description}'. Definition in `${bad.file}': ${shown bad.value}";
  shown = value: if builtins.isAttrs value || builtins.isList value || builtins.isFunction value then "a ${builtins.typeOf value}" else builtins.toJSON value;

  mergeAttrs = loc: elem: defs:
    let
      flat = builtins.concatMap (def: map (value: def // { inherit value; }) (pushDown def.value)) defs;
      names = builtins.zipAttrsWith (_: _: null) (values flat);
      defsOf = name: resolve (builtins.concatMap
        (def: if def.value ? ${name} then [ (def // { value = def.value.${name}; }) ] else [ ]) flat);
    in
    builtins.listToAttrs (builtins.concatMap
      (name: let found = defsOf name; in if found == [ ] then [ ] else
        [ { inherit name; value = mergeDefs (loc ++ [ name ]) elem found; } ])
      (builtins.attrNames names));

  numbered = f: list: builtins.genList (n: f (n + 1) (builtins.elemAt list n)) (builtins.length list);

  between = low: high: simple "between" "integer between ${toString low} and ${toString high} (both inclusive)"
    (v: builtins.isInt v && v >= low && v <= high);
in
rec {
  inherit mkOptionType mergeDefs;
  unspecified = mkOptionType { name = "unspecified"; };
  raw = mkOptionType { name = "raw"; merge = mergeOne; };
  bool = simple "bool" "boolean" builtins.isBool;
  int = simple "int" "signed integer" builtins.isInt;
  float = simple "float" "floating point number" builtins.isFloat;
  number = either int float;
  str = simple "str" "string" builtins.isString;
  singleLineStr = simple "singleLineStr" "single-line string" (v: builtins.isString v && builtins.match "[^\n]*\n?" v != null);
  nonEmptyStr = simple "nonEmptyStr" "non-empty string" (v: builtins.isString v && v != "");
  strMatching = pattern: simple "strMatching" "string matching the pattern ${pattern}"
    (v: builtins.isString v && builtins.match pattern v != null);
  separatedString = separator: (simple "separatedString" "strings concatenated with \"${separator}\"" builtins.isString)
    // { merge = _: defs: builtins.concatStringsSep separator (values defs); };
  lines = separatedString "\n";
  commas = separatedString ",";
  package = simple "package" "package" (v: builtins.isAttrs v && v.type or null == "derivation" || builtins.isPath v);
  path = simple "path" "absolute path" (v: builtins.isPath v
    || (builtins.isString v || builtins.isAttrs v && v ? outPath) && builtins.substring 0 1 "${v}" == "/");
  attrs = (simple "attrs" "attribute set" builtins.isAttrs) // { merge = _: defs: builtins.foldl' (all: def: all // def.value) { } defs; };
  ints = {
    inherit between;
    unsigned = simple "unsignedInt" "unsigned integer, meaning >=0" (v: builtins.isInt v && v >= 0);
    positive = simple "positiveInt" "positive integer, meaning >0" (v: builtins.isInt v && v > 0);
    u8 = between 0 255; u16 = between 0 65535; u32 = between 0 4294967295;
  };
  port = between 0 65535;
  enum = allowed: simple "enum" "one of ${builtins.concatStringsSep ", " (map builtins.toJSON allowed)}"
    (v: builtins.elem v allowed);

  addCheck = type: check: type // { check = v: type.check v && check v; };
  uniq = type: type // { merge = mergeOne; };
  unique = _: uniq;
  nullOr = type: mkOptionType {
    name = "nullOr"; description = "null or ${type.description}"; emptyValue = null;
    check = v: v == null || type.check v;
    merge = loc: defs: if builtins.all (def: def.value == null) defs then null
      else if builtins.any (def: def.value == null) defs
      then throw "The option `${show loc}' is defined both null and not null"
      else type.merge loc defs;
  };
  either = a: b: mkOptionType {
    name = "either"; description = "${a.description} or ${b.description}";
    check = v: a.check v || b.check v;
    merge = loc: defs: (if builtins.all a.check (values defs) then a else b).merge loc defs;
  };
  oneOf = types: builtins.foldl' either (builtins.head types) (builtins.tail types);
  coercedTo = from: coerce: to: to // {
    description = "${to.description} or ${from.description} convertible to it";
    check = v: from.check v && to.check (coerce v) || to.check v;
    merge = loc: defs: to.merge loc (map (d: if from.check d.value then d // { value = coerce d.value; } else d) defs);
  };
  listOf = elem: mkOptionType {
    name = "listOf"; description = "list of ${elem.description}"; check = builtins.isList; emptyValue = [ ];
    merge = loc: defs: builtins.concatLists (numbered (n: def: builtins.concatLists (numbered
      (m: value:
        let found = resolve [ (def // { inherit value; }) ];
        in if found == [ ] then [ ]
        else [ (mergeDefs (loc ++ [ "[definition ${toString n}-entry ${toString m}]" ]) elem found) ])
      def.value)) defs);
  };
  nonEmptyListOf = elem: addCheck (listOf elem) (v: v != [ ]);
  attrsOf = elem: mkOptionType {
    name = "attrsOf"; description = "attribute set of ${elem.description}"; check = builtins.isAttrs; emptyValue = { };
    merge = loc: mergeAttrs loc elem;
  };
  lazyAttrsOf = attrsOf;
  functionTo = type: mkOptionType {
    name = "functionTo"; description = "function that evaluates to ${type.description}"; check = builtins.isFunction;
    merge = loc: defs: arg: mergeDefs loc type (map (d: d // { value = d.value arg; }) defs);
  };
  # Whatever it is: sets merge member by member, lists concatenate, anything else must agree.
  anything = mkOptionType {
    name = "anything";
    merge = loc: defs:
      if builtins.all (v: builtins.isAttrs v && !(v ? outPath)) (values defs) then mergeAttrs loc anything defs
      else if builtins.all builtins.isList (values defs) then builtins.concatLists (values defs)
      else if builtins.all builtins.isFunction (values defs) then mergeOne loc defs
      else mergeEqual loc defs;
  };
  deferredModule = mkOptionType { name = "deferredModule"; description = "module"; merge = _: defs: { imports = values defs; }; };
  submoduleWith = { modules, specialArgs ? { }, shorthandOnlyDefinesConfig ? false, ... }: mkOptionType {
    name = "submodule"; description = "submodule"; emptyValue = { };
    check = v: builtins.isAttrs v || builtins.isFunction v || builtins.isPath v;
    merge = loc: defs: (evalModules {
      prefix = loc;
      inherit specialArgs;
      modules = modules ++ [ { _module.args.name = builtins.elemAt loc (builtins.length loc - 1); } ]
        ++ map (def: if builtins.isAttrs def.value then { _file = def.file; config = def.value; } else def.value) defs;
    }).config;
  };
  submodule = modules: submoduleWith { modules = if builtins.isList modules then modules else [ modules ]; };
}
