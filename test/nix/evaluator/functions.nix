# The part of nixpkgs' lib our modules may use, under the same names and with the same meaning.
let
  inherit (builtins) attrNames concatMap concatStringsSep elemAt filter foldl' genList head isAttrs length listToAttrs match
    stringLength substring tail;
in
rec {
  inherit (builtins) all any attrNames attrValues catAttrs concatLists concatMap concatStringsSep deepSeq elem elemAt filter
    foldl' fromJSON genList getAttr groupBy hasAttr head intersectAttrs isAttrs isBool isFunction isInt isList isPath isString
    length listToAttrs map mapAttrs match partition readFile removeAttrs replaceStrings seq sort split splitVersion
    stringLength substring tail toJSON trace throw typeOf zipAttrsWith;

  id = x: x;
  const = x: _: x;
  flip = f: a: b: f b a;
  pipe = value: foldl' (v: f: f v) value;
  max = a: b: if a > b then a else b;
  min = a: b: if a < b then a else b;
  throwIf = condition: message: if condition then throw message else id;
  throwIfNot = condition: throwIf (!condition);
  assertMsg = condition: message: if condition then true else throw message;
  warn = message: builtins.trace "warning: ${message}";
  importJSON = file: builtins.fromJSON (builtins.readFile file);
  boolToString = b: if b then "true" else "false";
  foldr = f: zero: list: if list == [ ] then zero else f (head list) (foldr f zero (tail list));

  optional = condition: x: if condition then [ x ] else [ ];
  optionals = condition: list: if condition then list else [ ];
  optionalString = condition: s: if condition then s else "";
  optionalAttrs = condition: set: if condition then set else { };
  toList = x: if builtins.isList x then x else [ x ];
  singleton = x: [ x ];
  flatten = x: if builtins.isList x then concatMap flatten x else [ x ];
  range = first: last: if first > last then [ ] else genList (n: first + n) (last - first + 1);
  imap0 = f: list: genList (n: f n (elemAt list n)) (length list);
  imap1 = f: imap0 (n: f (n + 1));
  last = list: elemAt list (length list - 1);
  init = list: take (length list - 1) list;
  take = n: list: genList (elemAt list) (min n (length list));
  drop = n: list: genList (i: elemAt list (i + n)) (max 0 (length list - n));
  reverseList = list: genList (n: elemAt list (length list - 1 - n)) (length list);
  unique = foldl' (seen: x: if builtins.elem x seen then seen else seen ++ [ x ]) [ ];
  subtractLists = without: filter (x: !(builtins.elem x without));
  remove = x: filter (y: y != x);
  findFirst = test: default: list: let found = filter test list; in if found == [ ] then default else head found;
  count = test: list: length (filter test list);
  forEach = list: f: map f list;
  concatLines = list: concatStrings (map (line: line + "\n") list);
  zipLists = a: b: genList (n: { fst = elemAt a n; snd = elemAt b n; }) (min (length a) (length b));
  sortOn = f: builtins.sort (a: b: f a < f b);
  naturalSort = builtins.sort (a: b: a < b);
  crossLists = f: foldl' (fs: list: concatMap (g: map g list) fs) [ f ];

  nameValuePair = name: value: { inherit name value; };
  mapAttrs' = f: set: listToAttrs (map (name: f name set.${name}) (attrNames set));
  mapAttrsToList = f: set: map (name: f name set.${name}) (attrNames set);
  attrsToList = mapAttrsToList nameValuePair;
  filterAttrs = test: set: listToAttrs (concatMap
    (name: if test name set.${name} then [ (nameValuePair name set.${name}) ] else [ ]) (attrNames set));
  concatMapAttrs = f: set: mergeAttrsList (mapAttrsToList f set);
  mergeAttrsList = foldl' (a: b: a // b) { };
  genAttrs = names: f: listToAttrs (map (name: nameValuePair name (f name)) names);
  genAttrs' = list: f: listToAttrs (map f list);
  attrByPath = path: default: set:
    if path == [ ] then set
    else if isAttrs set && set ? ${head path} then attrByPath (tail path) default set.${head path} else default;
  hasAttrByPath = path: set: path == [ ] || isAttrs set && set ? ${head path} && hasAttrByPath (tail path) set.${head path};
  setAttrByPath = path: value: if path == [ ] then value else { ${head path} = setAttrByPath (tail path) value; };
  getAttrFromPath = path: attrByPath path (throw "cannot find attribute `${concatStringsSep "." path}'");
  recursiveUpdate = a: b: a // builtins.mapAttrs
    (name: value: if isAttrs value && isAttrs (a.${name} or null) then recursiveUpdate a.${name} value else value) b;
  foldlAttrs = f: zero: set: foldl' (acc: name: f acc name set.${name}) zero (attrNames set);
  zipAttrs = builtins.zipAttrsWith (_: values: values);
  mapAttrsRecursive = f: mapAttrsRecursiveCond (_: true) f;
  mapAttrsRecursiveCond = test: f: set:
    let go = path: builtins.mapAttrs (name: value:
      if isAttrs value && test value then go (path ++ [ name ]) value else f (path ++ [ name ]) value);
    in go [ ] set;
  isDerivation = value: value.type or null == "derivation";
  getExe = package: "${package}/bin/${package.meta.mainProgram or package.pname or package.name}";
  getExe' = package: name: "${package}/bin/${name}";
  getBin = package: package.bin or package;
  makeBinPath = packages: concatStringsSep ":" (map (package: "${package}/bin") packages);

  concatStrings = builtins.concatStringsSep "";
  concatMapStrings = f: list: concatStrings (map f list);
  concatMapStringsSep = separator: f: list: concatStringsSep separator (map f list);
  concatMapAttrsStringSep = separator: f: set: concatStringsSep separator (mapAttrsToList f set);
  concatImapStringsSep = separator: f: list: concatStringsSep separator (imap1 f list);
  splitString = separator: s: filter builtins.isString (builtins.split (escapeRegex separator) s);
  escape = characters: builtins.replaceStrings characters (map (c: "\\${c}") characters);
  escapeRegex = escape [ "\\" "." "^" "$" "*" "+" "?" "(" ")" "[" "]" "{" "}" "|" ];
  stringToCharacters = s: genList (n: substring n 1 s) (stringLength s);
  hasPrefix = prefix: s: substring 0 (stringLength prefix) s == prefix;
  hasSuffix = suffix: s: stringLength s >= stringLength suffix
    && substring (stringLength s - stringLength suffix) (-1) s == suffix;
  hasInfix = infix: s: match ".*${escapeRegex infix}.*" s != null;
  removePrefix = prefix: s: if hasPrefix prefix s then substring (stringLength prefix) (-1) s else s;
  removeSuffix = suffix: s: if hasSuffix suffix s then substring 0 (stringLength s - stringLength suffix) s else s;
  trim = s: let found = match "[ \t\r\n]*(.*[^ \t\r\n])[ \t\r\n]*" s; in if found == null then "" else head found;
  toLower = builtins.replaceStrings upperChars lowerChars;
  toUpper = builtins.replaceStrings lowerChars upperChars;
  lowerChars = stringToCharacters "abcdefghijklmnopqrstuvwxyz";
  upperChars = stringToCharacters "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  toInt = s: let n = builtins.fromJSON s; in if builtins.isInt n then n else throw "toInt: `${s}' is not an integer";
  fixedWidthString = width: filler: s: if stringLength s >= width then s else fixedWidthString width filler (filler + s);
  escapeShellArg = x: let s = toString x; in
    if match "[[:alnum:],._+:@%/-]+" s != null then s else "'${builtins.replaceStrings [ "'" ] [ "'\\''" ] s}'";
  escapeShellArgs = concatMapStringsSep " " escapeShellArg;
  versionAtLeast = a: b: builtins.compareVersions a b >= 0;
  versionOlder = a: b: builtins.compareVersions a b < 0;
}
