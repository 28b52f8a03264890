# evalModules on builtins: imports, options, config, freeform types, undeclared options refused.
{ properties, types, lib }:
let
  inherit (properties) pushDown resolve mkOptionDefault;
  show = builtins.concatStringsSep ".";
  isOption = value: builtins.isAttrs value && value._type or null == "option";
  meta = [ "_file" "key" "imports" "options" "config" "disabledModules" "_class" "_module" "freeformType" ];

  # A module in any of its spellings → { file, imports, options, config }.
  normalise = args: argsFor: item:
    let
      source = if builtins.isPath item.module || builtins.isString item.module then import item.module else item.module;
      body = if builtins.isFunction source then source (args // argsFor source) else source;
      explicit = body ? config || body ? options;
      stray = builtins.attrNames (removeAttrs body meta);
    in
    if explicit && stray != [ ]
    then throw "Module `${item.key}' has an unsupported attribute `${builtins.head stray}' beside `config' or `options'"
    else {
      file = body._file or item.key;
      imports = body.imports or [ ];
      options = body.options or { };
      freeform = body.freeformType or null;
      config = [ (if explicit then body.config or { } else removeAttrs body meta) ]
        ++ (if body ? _module then [ { inherit (body) _module; } ] else [ ]);
    };

  keyed = parent: n: module: {
    inherit module;
    key = if builtins.isPath module || builtins.isString module then toString module
      else if builtins.isAttrs module && module ? key then module.key
      else "${parent}:anon-${toString n}";
  };
  keyAll = parent: modules: builtins.genList (n: keyed parent n (builtins.elemAt modules n)) (builtins.length modules);

  declared = loc: decls:
    if builtins.length decls == 1 then builtins.head decls
    else throw "The option `${show loc}' is declared more than once";

  leaf = loc: option: defs:
    let
      default = if option ? default then [ { file = "its default"; value = mkOptionDefault option.default; } ] else [ ];
      found = resolve (defs ++ default);
      type = option.type or types.unspecified;
      value = if found == [ ]
        then type.emptyValue or (throw "The option `${show loc}' was accessed but has no value defined. Try setting the option.")
        else types.mergeDefs loc type found;
    in
    (option.apply or (v: v)) value;

  undeclared = loc: name: defs: throw
    "The option `${show (loc ++ [ name ])}' does not exist. Definition in `${(builtins.head defs).file}'";

  # The tree of options beside the tree of definitions.
  tree = loc: decls: freeform: defs:
    let
      flat = builtins.concatMap (def: map (value: def // { inherit value; }) (pushDown def.value)) defs;
      at = name: builtins.concatMap
        (def: if def.value ? ${name} then [ (def // { value = def.value.${name}; }) ] else [ ]) flat;
      options = builtins.zipAttrsWith (_: found: found) decls;
      node = name: found:
        if builtins.any isOption found then leaf (loc ++ [ name ]) (declared (loc ++ [ name ]) found) (at name)
        else tree (loc ++ [ name ]) found null (at name);
      known = builtins.mapAttrs node options;
      free = types.mergeDefs loc freeform (map (def: def // { value = removeAttrs def.value (builtins.attrNames options); }) flat);
    in
    if freeform != null then free // known
    else known;

  # What a module sees as `options`: every declaration at its place.
  optionTree = builtins.zipAttrsWith
    (_: found: if builtins.any isOption found then builtins.head found else optionTree found);

  # Definitions of what nobody declared, anywhere in the tree; looked at before any value is handed out.
  strays = loc: decls: defs:
    let
      flat = builtins.concatMap (def: map (value: def // { inherit value; }) (pushDown def.value)) defs;
      at = name: builtins.concatMap
        (def: if def.value ? ${name} then [ (def // { value = def.value.${name}; }) ] else [ ]) flat;
      options = builtins.zipAttrsWith (_: found: found) decls;
      defined = builtins.attrNames (builtins.zipAttrsWith (_: _: null) (map (def: def.value) flat));
      below = name: if !(options ? ${name}) then [ { inherit loc name; defs = at name; } ]
        else if builtins.any isOption options.${name} then [ ]
        else strays (loc ++ [ name ]) options.${name} (at name);
    in
    builtins.concatMap below defined;

  own = {
    file = "the module system";
    options._module.args = { _type = "option"; type = types.lazyAttrsOf types.raw; default = { }; };
    options._module.check = { _type = "option"; type = types.bool; default = true; };
    options._module.freeformType = { _type = "option"; type = types.raw; default = null; };
    config = [ ];
    freeform = null;
  };
in
{ modules, specialArgs ? { }, prefix ? [ ], ... }:
let
  args = { inherit config lib; options = optionTree options; } // specialArgs;
  argsFor = function: builtins.mapAttrs (name: _: args.${name} or config._module.args.${name})
    (builtins.removeAttrs (builtins.functionArgs function) (optionalMissing function));
  # An argument with a default that nobody provides keeps its default.
  optionalMissing = function: builtins.filter
    (name: (builtins.functionArgs function).${name} && !(args ? ${name}))
    (builtins.attrNames (builtins.functionArgs function));
  close = item: item // { body = normalise args argsFor item; };
  closed = map (entry: entry.body) (builtins.genericClosure {
    startSet = map close (keyAll (if prefix == [ ] then "modules" else show prefix) modules);
    operator = entry: map close (keyAll entry.key entry.body.imports);
  });
  all = [ own ] ++ closed;
  freeforms = builtins.filter (type: type != null) (map (m: m.freeform) closed);
  options = map (m: m.options) all;
  definitions = builtins.concatMap (m: map (value: { inherit (m) file; inherit value; }) m.config) all;
  whole = tree prefix options (if freeforms == [ ] then null else builtins.head freeforms) definitions;
  config = whole;
  stray = if freeforms != [ ] then [ ] else strays prefix options definitions;
  first = builtins.head stray;
in
{
  options = optionTree options;
  config = if stray == [ ] then removeAttrs whole [ "_module" ] else undeclared first.loc first.name first.defs;
  _module = whole._module;
}
