# The pieces the layouts are made of, in disko's words.
rec {
  filesystem = format: mountpoint: { type = "filesystem"; inherit format mountpoint; };
  gpt = device: partitions: { inherit device; type = "disk"; content = { type = "gpt"; inherit partitions; }; };
  rest = content: { size = "100%"; inherit content; };
  bootAt = mountpoint: {
    size = "1G";
    type = "EF00";
    # Readable by root alone: the boot loader keeps its random seed here.
    content = filesystem "vfat" mountpoint // { mountOptions = [ "umask=0077" ]; };
  };
  boot = bootAt "/boot";
}
