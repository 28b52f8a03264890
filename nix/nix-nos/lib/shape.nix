# A value against its type: every mistake in it by path, and the value with its defaults filled in.
let
  inherit (builtins) attrNames concatLists concatMap elem filter isAttrs isFunction isList isPath;
  inherit (import ./text.nix) mapSet numbered optional;

  shown = value:
    if isFunction value then "a function" else if isPath value then "a path literal"
    else if isAttrs value then "a set" else if isList value then "a list"
    else let text = builtins.toJSON value; in if builtins.stringLength text > 80 then builtins.substring 0 77 text + "..." else text;

  under = path: key: if path == "" then key else "${path}.${key}";

  problems = path: type: value:
    if !type.check value then [ "${path}: ${shown value} is not ${type.what}" ]
    else
      {
        list = concatLists (numbered (n: problems "${path}[${toString n}]" type.of) value);
        attrs = concatLists (mapSet
          (key: each: if type.key.check key then problems (under path key) type.of each
            else [ "${under path (shown key)}: is not ${type.key.what}" ])
          value);
        record = fieldProblems path type.fields value;
        either = problems path (branch type value) value;
      }.${type.kind} or [ ];

  branch = type: value: if type.a.check value then type.a else type.b;

  fieldProblems = path: fields: value:
    concatMap
      (key: if fields ? ${key} then optionalProblems (under path key) fields.${key} value.${key}
        else [ "${under path key}: there is no such setting (known: ${builtins.concatStringsSep ", " (attrNames fields)})" ])
      (attrNames value)
    ++ concatMap (key: optional (!(fields.${key} ? default) && !(value ? ${key})) "${under path key}: must be given")
      (filter (key: !elem key (attrNames value)) (attrNames fields));

  isUnset = field: value: value == null && field ? default && field.default == null;
  optionalProblems = path: field: value: if isUnset field value then [ ] else problems path field.type value;

  fill = type: value:
    {
      list = map (fill type.of) value;
      attrs = builtins.mapAttrs (_: fill type.of) value;
      record = builtins.mapAttrs (key: field: fillField field (value.${key} or field.default)) type.fields;
      either = fill (branch type value) value;
    }.${type.kind} or value;
  fillField = field: value: if isUnset field value then null else fill field.type value;
in
{
  inherit shown;
  problems = fields: problems "" { kind = "record"; what = "a set"; check = isAttrs; inherit fields; };
  fill = fields: fill { kind = "record"; inherit fields; };
}
