# Names and what must come before each → waves: lists of names that may go at once, earliest first.
# A circle has no order: it is told as the circle.
let
  inherit (import ./prelude.nix) unique;
  inherit (builtins) all concatStringsSep elem filter head;

  # Following what comes before, from any name that is never ready, walks into the circle.
  circle = before: left:
    let
      step = seen: name:
        if elem name seen then from name (seen ++ [ name ])
        else step (seen ++ [ name ]) (head (filter (b: elem b left) (before name)));
      from = name: walk: if head walk == name then walk else from name (builtins.tail walk);
    in
    step [ ] (head left);

  waves = path: before: done: left:
    let ready = filter (name: all (b: elem b done || !elem b left) (before name)) left; in
    if left == [ ] then [ ]
    else if ready == [ ] then
      throw "site: ${path}: ${concatStringsSep " → " (circle before left)} is a circle; let one of them not wait for the next"
    else [ ready ] ++ waves path before (done ++ ready) (filter (name: !elem name ready) left);
in
{ path, names, before }: waves path (name: unique (before name)) [ ] names
