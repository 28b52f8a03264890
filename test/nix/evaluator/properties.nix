# What a definition may be wrapped in (mkIf, mkMerge, mkOverride, mkOrder), and how the wrappings come off.
rec {
  mkIf = condition: content: { _type = "if"; inherit condition content; };
  mkMerge = contents: { _type = "merge"; inherit contents; };
  mkOverride = priority: content: { _type = "override"; inherit priority content; };
  mkOrder = priority: content: { _type = "order"; inherit priority content; };
  mkOptionDefault = mkOverride 1500;
  mkDefault = mkOverride 1000;
  mkForce = mkOverride 50;
  mkVMOverride = mkOverride 10;
  mkBefore = mkOrder 500;
  mkAfter = mkOrder 1500;
  defaultOverridePriority = 100;

  kind = value: if builtins.isAttrs value then value._type or null else null;

  # A wrapped attribute set as plain ones whose members are wrapped. No condition is looked at, so that a module may
  # say `mkIf config.x.enable { … }` about the very tree `config` is made of.
  pushDown = value:
    let
      each = wrap: map (builtins.mapAttrs (_: wrap)) (pushDown value.content);
    in
      {
        merge = builtins.concatMap pushDown (value.contents or [ ]);
        "if" = each (mkIf value.condition);
        override = each (mkOverride value.priority);
        order = each (mkOrder value.priority);
      }.${toString (kind value)} or [ value ];

  # One definition of one option → the definitions that hold: [ { file, value } ], conditions applied.
  discharge = def:
    let
      again = value: discharge (def // { inherit value; });
      inner = def.value.content;
      rewrap = wrap: map (d: d // { value = wrap d.value; }) (again inner);
    in
      {
        merge = builtins.concatMap again (def.value.contents or [ ]);
        "if" = if def.value.condition then again inner else [ ];
        override = rewrap (mkOverride def.value.priority);
        order = rewrap (mkOrder def.value.priority);
      }.${toString (kind def.value)} or [ def ];

  # Only the definitions of the highest priority stay, the lowest number winning.
  filterOverrides = defs:
    let
      priority = def: if kind def.value == "override" then def.value.priority else defaultOverridePriority;
      best = builtins.foldl' (least: def: if priority def < least then priority def else least) 9999 defs;
      strip = def: if kind def.value == "override" then def // { value = def.value.content; } else def;
    in
    map strip (builtins.filter (def: priority def == best) defs);

  sortOrders = defs:
    let
      order = def: if kind def.value == "order" then def.value.priority else 1000;
      strip = def: if kind def.value == "order" then def // { value = def.value.content; } else def;
    in
    map strip (builtins.sort (a: b: order a < order b) defs);

  resolve = defs: sortOrders (filterOverrides (builtins.concatMap discharge defs));
}
