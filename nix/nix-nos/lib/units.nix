# A systemd unit as data ({ Section = { Key = value | [ values ]; } or a list of such sections }) and as text.
let
  inherit (import ./text.nix) concatLists concatMap elem filter isString lines mapSet;
  # The order in which a reader expects them; what is not named here would not be written, so that is refused.
  order = [ "Match" "NetDev" "VLAN" "Bond" "Bridge" "Link" "Network" "DHCPServer" "Route" ];
  word = value: if builtins.isBool value then (if value then "yes" else "no") else toString value;
  setting = key: value: map (each: "${key}=${word each}") (if builtins.isList value then value else [ value ]);
  section = name: body: [ "[${name}]" ] ++ concatLists (mapSet setting body) ++ [ "" ];
  sections = name: body: concatMap (section name) (if builtins.isList body then body else [ body ]);
  strange = unit: filter (name: !elem name order) (builtins.attrNames unit);
in
{
  text = unit:
    if strange unit != [ ] then throw "units.nix: a section ${builtins.head (strange unit)} has no place in the order"
    else
      let all = concatMap (name: if unit ? ${name} then sections name unit.${name} else [ ]) order;
      # the empty line after the last section is the file's end
      in lines (filter isString (builtins.genList (builtins.elemAt all) (builtins.length all - 1)));
}
