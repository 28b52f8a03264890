# The program, wrapped with what it calls. Its dependencies come from package-lock.json itself: no hash to renew.
{ buildNpmPackage, importNpmLock, installShellFiles, ipxe, iproute2, lib, makeWrapper, nix, nixos-anywhere, nixos-rebuild-ng, nodejs, openssh }:
let
  root = ../..;
  source = lib.fileset.toSource {
    inherit root;
    fileset = lib.fileset.unions (map (name: root + "/${name}")
      [ "src" "nix" "examples" "package.json" "package-lock.json" "tsconfig.json" "tsconfig.build.json" "flake.nix" ]);
  };
in
buildNpmPackage {
  pname = "firstlight";
  inherit ((lib.importJSON ../../package.json)) version;
  src = source;
  inherit nodejs;
  npmDeps = importNpmLock { npmRoot = source; };
  npmConfigHook = importNpmLock.npmConfigHook;
  npmInstallFlags = [ "--ignore-scripts" ];
  nativeBuildInputs = [ installShellFiles makeWrapper ];

  postInstall = ''
    wrapProgram $out/bin/firstlight \
      --prefix PATH : ${lib.makeBinPath [ iproute2 nix nixos-anywhere nixos-rebuild-ng openssh ]} \
      --set-default FIRSTLIGHT_IPXE ${ipxe}
    $out/bin/firstlight man > firstlight.1
    installManPage firstlight.1
    installShellCompletion --cmd firstlight \
      --bash <($out/bin/firstlight completion bash) \
      --zsh <($out/bin/firstlight completion zsh) \
      --fish <($out/bin/firstlight completion fish)
  '';

  meta = {
    description = "Brings up machines with NixOS from one terminal";
    license = lib.licenses.gpl2Plus;
    mainProgram = "firstlight";
    platforms = lib.platforms.linux;
  };
}
