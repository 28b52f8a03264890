# IP addresses as numbers: { family = 4 | 6; words = [ 16-bit … ]; length = prefix length; }, or null when it is none.
let
  inherit (builtins) all bitAnd elemAt filter foldl' genList isString length match stringLength substring;
  strings = filter isString;
  splitAt = separator: s: strings (builtins.split separator s);
  digits = { a = 10; b = 11; c = 12; d = 13; e = 14; f = 15; A = 10; B = 11; C = 12; D = 13; E = 14; F = 15; };
  fromHex = s: foldl' (n: i: let c = substring i 1 s; in n * 16 + (digits.${c} or (builtins.fromJSON c))) 0 (genList (i: i) (stringLength s));
  toHex = n: let
    digit = d: substring d 1 "0123456789abcdef";
    go = n: if n < 16 then digit n else go (n / 16) + digit (bitAnd n 15);
  in go n;
  power = n: if n == 0 then 1 else 2 * power (n - 1);

  parseV4 = s:
    let
      octet = "(0|[1-9][0-9]{0,2})";
      found = match "${octet}\\.${octet}\\.${octet}\\.${octet}" s;
      o = map builtins.fromJSON found;
    in
    if found == null || !(all (n: n <= 255) o) then null
    else { family = 4; words = [ (elemAt o 0 * 256 + elemAt o 1) (elemAt o 2 * 256 + elemAt o 3) ]; length = 32; };

  parseV6 = s:
    let
      halves = splitAt "::" s;
      hextets = half: if half == "" then [ ] else splitAt ":" half;
      groups = map hextets halves;
      count = foldl' (n: g: n + length g) 0 groups;
      valid = all (all (h: match "[0-9a-fA-F]{1,4}" h != null)) groups;
      words = map (map fromHex) groups;
      zeros = genList (_: 0) (8 - count);
    in
    if match "[0-9a-fA-F:]+" s == null || !valid then null
    else if length halves == 1 && count == 8 then { family = 6; words = elemAt words 0; length = 128; }
    else if length halves == 2 && count < 8 then { family = 6; words = elemAt words 0 ++ zeros ++ elemAt words 1; length = 128; }
    else null;

  # The word-wise mask of a prefix length.
  mask = length: i: let bits = length - i * 16; in
    if bits >= 16 then 65535 else if bits <= 0 then 0 else 65536 - power (16 - bits);

  textV4 = words: builtins.concatStringsSep "." (builtins.concatMap
    (w: [ (toString (w / 256)) (toString (bitAnd w 255)) ]) words);

  # RFC 5952: the first longest run of zeros, of two or more, becomes "::".
  textV6 = words:
    let
      runAt = i: if i < 8 && elemAt words i == 0 then 1 + runAt (i + 1) else 0;
      best = foldl' (b: i: if runAt i > b.run then { at = i; run = runAt i; } else b) { at = 0; run = 1; } (genList (i: i) 8);
      part = from: to: builtins.concatStringsSep ":" (genList (i: toHex (elemAt words (from + i))) (to - from));
    in
    if best.run < 2 then part 0 8 else "${part 0 best.at}::${part (best.at + best.run) 8}";
in
rec {
  parse = s: if !isString s then null else let v4 = parseV4 s; in if v4 != null then v4 else parseV6 s;

  # "address/length"
  parseCidr = s:
    let
      parts = if isString s then match "([^/]+)/(0|[1-9][0-9]{0,2})" s else null;
      address = parse (elemAt parts 0);
      length = builtins.fromJSON (elemAt parts 1);
    in
    if parts == null || address == null || length > address.length then null else address // { inherit length; };

  familyOf = s: let a = parse (elemAt (splitAt "/" s) 0); in if a == null then null else a.family;

  network = cidr: cidr // { words = genList (i: bitAnd (elemAt cidr.words i) (mask cidr.length i)) (length cidr.words); };
  isNetwork = cidr: network cidr == cidr;
  contains = cidr: address: cidr.family == address.family
    && (network cidr).words == (network (address // { inherit (cidr) length; })).words;
  isLinkLocal = address: contains { family = 6; words = [ 65152 0 0 0 0 0 0 0 ]; length = 10; } address;

  addressText = address: (if address.family == 4 then textV4 else textV6) address.words;
  cidrText = cidr: "${addressText cidr}/${toString cidr.length}";
  # The one spelling of an address or prefix, so that two spellings of it compare equal.
  canonical = s: let cidr = parseCidr s; in if cidr != null then cidrText cidr else addressText (parse s);

  # The n-th address of a network; n is small, so only the last word moves.
  nth = n: cidr: let base = (network cidr).words; last = length base - 1; in
    cidr // { words = genList (i: elemAt base i + (if i == last then n else 0)) (length base); };
}
