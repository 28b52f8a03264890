# BGP communities, standard and large: "65001:100" → { large = false; numbers = [ 65001 100 ]; }, null when it is neither.
let
  wellKnown = {
    no-export = [ 65535 65281 ];
    no-advertise = [ 65535 65282 ];
    blackhole = [ 65535 666 ];
    graceful-shutdown = [ 65535 0 ];
  };
  number = "(0|[1-9][0-9]{0,9})";
  numbers = regex: s: let found = builtins.match regex s; in if found == null then null else map builtins.fromJSON found;
  below = limit: list: list != null && builtins.all (n: n <= limit) list;
in
{
  parse = s:
    let
      two = wellKnown.${s} or (numbers "${number}:${number}" s);
      three = numbers "${number}:${number}:${number}" s;
    in
    if below 65535 two then { large = false; numbers = two; }
    else if below 4294967295 three then { large = true; numbers = three; }
    else null;
  colons = c: builtins.concatStringsSep ":" (map toString c.numbers);
  commas = c: "(${builtins.concatStringsSep "," (map toString c.numbers)})";
}
