# iPXE for every firmware a rack may have, under the names the program looks for. snponly is not among nixpkgs'
# own targets: it uses the one card the firmware booted from, where snp.efi would take the first it finds.
{ ipxe, lib, linkFarm, pkgsCross, stdenv }:
let
  efi = arch: package: package.override {
    additionalTargets."bin-${arch}-efi/snponly.efi" = null;
  };
  x64 = efi "x86_64" (if stdenv.hostPlatform.isx86_64 then ipxe else pkgsCross.gnu64.ipxe);
  arm64 = efi "arm64" (if stdenv.hostPlatform.isAarch64 then ipxe else pkgsCross.aarch64-multiplatform.ipxe);
in
linkFarm "firstlight-ipxe-${lib.getVersion ipxe}" {
  "undionly.kpxe" = "${x64}/undionly.kpxe";
  "ipxe.efi" = "${x64}/ipxe.efi";
  "snponly.efi" = "${x64}/snponly.efi";
  "ipxe-arm64.efi" = "${arm64}/ipxe.efi";
  "snponly-arm64.efi" = "${arm64}/snponly.efi";
}
