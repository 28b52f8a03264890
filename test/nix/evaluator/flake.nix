{
  description = "Stands where nixpkgs would: as much of its flake as evaluating our own outputs asks for";

  outputs = { self }:
    let evaluator = import ./.; in
    {
      inherit (evaluator) lib;
      legacyPackages = evaluator.lib.genAttrs [ "x86_64-linux" "aarch64-linux" ] (_: evaluator.packages);
    };
}
