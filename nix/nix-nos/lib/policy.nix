# Policies compiled once for every backend, so that both mean the same: per policy and family, a list of clauses tried in
# order. A clause is { action; ranges = null | [ { prefix; low; high; } ]; communities; large; own; set; }; null and []
# ask nothing. A route that no clause takes is refused.
host:
let
  inherit (import ./text.nix) concatMap filter optional;
  address = import ./address.nix;
  parseCommunity = name: (import ./communities.nix).parse (host.communities.${name} or name);
  unchanged = { add = [ ]; localPreference = null; med = null; prepend = 0; };
  nothing = { ranges = null; communities = [ ]; large = [ ]; own = false; set = unchanged; };
  taking = extra: [ (nothing // { action = "accept"; } // extra) ];
  builtin = { all = taking { }; own = taking { own = true; }; none = [ ]; };

  range = ge: le: prefix:
    let
      parsed = address.parseCidr prefix;
      longest = if parsed.family == 4 then 32 else 128;
      exact = ge == null && le == null;
    in
    {
      inherit (parsed) family;
      isExact = exact;
      prefix = address.cidrText parsed;
      low = if ge == null then parsed.length else ge;
      high = if exact then parsed.length else if le == null then longest else le;
    };
  listed = entry: if builtins.isAttrs entry then range entry.ge entry.le entry.prefix else range null null entry;

  rangesOf = rule:
    if rule.prefixList != null then map listed host.prefixLists.${rule.prefixList}
    else if rule.prefix == null && rule.prefixes == [ ] then null
    else map (range rule.ge rule.le) (optional (rule.prefix != null) rule.prefix ++ rule.prefixes);

  split = names:
    let all = map parseCommunity names; in
    { small = filter (c: !c.large) all; large = filter (c: c.large) all; };

  # One rule → clauses of one family. "One of these communities" over both kinds becomes one clause for each kind, since
  # GoBGP asks for all kinds at once; a rule whose prefixes are all of the other family becomes none.
  clauses = family: action: rule:
    let
      all = rangesOf rule;
      ranges = if all == null then null else filter (r: r.family == family) all;
      asked = split rule.communities;
      base = nothing // {
        inherit action ranges;
        inherit (rule) own;
        set = {
          add = map parseCommunity (rule.addCommunities or [ ]);
          localPreference = rule.localPreference or null;
          med = rule.med or null;
          prepend = rule.prepend or 0;
        };
      };
      kinds = optional (asked.small != [ ]) (base // { communities = asked.small; })
        ++ optional (asked.large != [ ]) (base // { large = asked.large; });
    in
    if ranges == [ ] then [ ] else if kinds == [ ] then [ base ] else kinds;

  compile = family: policy:
    concatMap (clauses family "reject") policy.reject ++ concatMap (clauses family "accept") policy.accept;
in
{
  inherit parseCommunity;
  clausesOf = name: family: builtin.${name} or (compile family host.policies.${name});
}
