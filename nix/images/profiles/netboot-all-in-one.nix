# Control plane and worker in one.
{
  imports = [ ./netboot-control-plane.nix ./netboot-worker.nix ];
}
