"""Linux machines in qemu, for what the machine at hand can't do: another kernel, a power cut.

Nothing is installed: Debian's packages are downloaded and unpacked into a folder, which is kept.
"""

import glob
import os
import re
import shutil
import subprocess
import sys

#: Modules for a disk with ext4; a kernel may have some built in.
DISK_MODULES = ["virtio_pci", "virtio_blk", "crc32c_generic", "ext4"]


class Emulator:
    """qemu, a kernel and busybox, unpacked below a folder."""

    def __init__(self, folder, kernel_pattern="^linux-image-6.1.0-[0-9]+-cloud-amd64$"):
        self.root = os.path.join(folder, "programs")
        self.kernel = os.path.join(folder, "kernel")
        os.makedirs(folder, exist_ok=True)
        self._provide(self.root, lambda: packages_of_qemu())
        self._provide(self.kernel, lambda: [newest_package(kernel_pattern)])

    def _provide(self, target, packages):
        """Downloads and unpacks packages; the folder appears under its name when it is whole."""
        if os.path.isdir(target):
            return
        partial = target + ".partial"
        shutil.rmtree(partial, ignore_errors=True)
        os.makedirs(partial)
        downloads = os.path.join(partial, "downloads")
        os.makedirs(downloads)
        checked(["apt-get", "-q", "download", *packages()], cwd=downloads)
        for package in glob.glob(os.path.join(downloads, "*.deb")):
            checked(["dpkg", "-x", package, partial])
        shutil.rmtree(downloads)
        os.rename(partial, target)

    @property
    def vmlinuz(self):
        return glob.glob(os.path.join(self.kernel, "boot/vmlinuz-*"))[0]

    @property
    def busybox(self):
        return os.path.join(self.root, "bin/busybox")

    def modules(self, names):
        """The files of modules and of what they need, in the order in which they load.

        Names that the kernel has built in are left out.
        """
        files = {os.path.basename(path).removesuffix(".ko").replace("-", "_"): path for path in
                 glob.glob(os.path.join(self.kernel, "lib/modules/*/kernel/**/*.ko"), recursive=True)}
        ordered = []

        def add(name):
            path = files.get(name.replace("-", "_"))
            if path is None or path in ordered:
                return
            with open(path, "rb") as file:
                needed = re.search(rb"\0depends=([^\0]*)\0", file.read())
            for other in needed.group(1).decode().split(",") if needed else []:
                add(other)
            ordered.append(path)

        for name in names:
            add(name)
        return ordered

    def boot(self, initrd, disk, output, memory_mib=1024, processors=2):
        """Starts a machine whose serial console goes to a file; returns the process."""
        libraries = [os.path.join(self.root, part) for part in
                     ("usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu")]
        firmware = [os.path.join(self.root, "usr/share", part) for part in ("seabios", "qemu")]
        environment = dict(os.environ, LD_LIBRARY_PATH=":".join(libraries))
        command = [os.path.join(self.root, "usr/bin/qemu-system-x86_64")]
        for folder in firmware:
            command += ["-L", folder]
        # The kernel's own use of cmpxchg16b fails under emulation; programs need it.
        command += [
            "-M", "pc", "-accel", "tcg", "-cpu", "Nehalem", "-smp", str(processors),
            "-m", str(memory_mib), "-nodefaults", "-no-user-config", "-display", "none",
            "-serial", "stdio", "-no-reboot", "-kernel", self.vmlinuz, "-initrd", initrd,
            "-drive", f"file={disk},format=raw,if=virtio",
            "-append", "console=ttyS0 quiet panic=-1 random.trust_cpu=on mitigations=off "
                       "clearcpuid=cx16"]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output,
                                stderr=subprocess.STDOUT, env=environment)


class Tree:
    """The files of an initial file system."""

    def __init__(self, folder):
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        for path in ("bin", "proc", "sys", "dev", "tmp", "root", "etc", "disk"):
            os.makedirs(os.path.join(folder, path))
        self.write("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n")

    def write(self, path, text, mode=0o644):
        target = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(target, mode)

    def copy(self, source, path, is_stripped=False):
        target = os.path.join(self.folder, path.lstrip("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if is_stripped:
            checked(["strip", "-o", target, source])
        else:
            shutil.copy(source, target)

    def copy_program(self, source, path):
        """A program without debug information, and the shared libraries that it needs."""
        self.copy(source, path, is_stripped=True)
        listed = subprocess.run(["ldd", source], capture_output=True, text=True).stdout
        for word in listed.split():
            if word.startswith("/") and not os.path.exists(self.folder + word):
                self.copy(os.path.realpath(word), word)

    def pack(self, path, cpio):
        """Writes the initial file system."""
        with open(path, "wb") as file:
            names = subprocess.Popen(["find", "."], cwd=self.folder, stdout=subprocess.PIPE)
            archive = subprocess.Popen([*cpio, "-o", "-H", "newc", "--quiet"], cwd=self.folder,
                                       stdin=names.stdout, stdout=subprocess.PIPE)
            packed = subprocess.run(["gzip", "-1"], stdin=archive.stdout, stdout=file)
        if names.wait() or archive.wait() or packed.returncode:
            sys.exit(f"{path}: the initial file system could not be packed")


def packages_of_qemu():
    """qemu with everything it needs that isn't installed, busybox and cpio."""
    listed = checked(
        ["apt-cache", "depends", "--recurse", "--no-recommends", "--no-suggests", "--no-conflicts",
         "--no-breaks", "--no-replaces", "--no-enhances", "qemu-system-x86"])
    names = {line for line in listed.splitlines() if line and line[0].isalnum()}
    return ["busybox-static", "cpio", *sorted(name for name in names if not is_installed(name))]


def is_installed(package):
    return subprocess.run(["dpkg", "-s", package], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode == 0


def newest_package(pattern):
    """The newest package whose name matches; ends the script if apt offers none."""
    names = checked(["apt-cache", "search", "--names-only", pattern]).splitlines()
    if not names:
        sys.exit(f"apt offers no package {pattern}; run 'apt-get update' first")
    return max((line.split()[0] for line in names), key=version_key)


def version_key(name):
    digits = "".join(letter if letter.isdigit() else " " for letter in name)
    return [int(part) for part in digits.split()]


def checked(command, **options):
    """What a command printed; ends the script with what it said if it failed."""
    finished = subprocess.run(command, capture_output=True, text=True, **options)
    if finished.returncode:
        sys.exit(f"{' '.join(command[:4])}: status {finished.returncode}\n{finished.stderr}")
    return finished.stdout
