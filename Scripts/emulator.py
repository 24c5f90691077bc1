"""Linux machines in qemu, for tests that this machine can't run: another kernel, or a power cut.

Nothing is installed: Debian packages are downloaded and unpacked into a folder, which is kept.
"""

import glob
import os
import re
import shutil
import subprocess
import sys

#: Modules for a disk with ext4; they may be built into a kernel.
DISK_MODULES = ["virtio_pci", "virtio_blk", "crc32c_generic", "ext4"]


class Unavailable(Exception):
    """Raised if apt doesn't offer a package, or can't fetch it."""


class Emulator:
    """qemu, busybox and cpio, unpacked in a folder."""

    def __init__(self, folder):
        self.folder = os.path.abspath(folder)
        self.root = os.path.join(self.folder, "programs")
        provide(self.root, packages_of_qemu)

    @property
    def busybox(self):
        return os.path.join(self.root, "bin/busybox")

    @property
    def cpio(self):
        """Returns the command of the unpacked cpio, which needs only libraries that every Debian has."""
        return [os.path.join(self.root, "bin/cpio")]

    def boot(self, kernel, initrd, output, disk=None, second_port=None, memory_mib=1024,
             processors=2):
        """Starts a machine whose serial console is written to a file; returns its process.

        A disk is given as the path of an image. Output of the second serial port is written to the file with
        that path.
        """
        libraries = [os.path.join(self.root, part) for part in
                     ("usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu")]
        firmware = [os.path.join(self.root, "usr/share", part) for part in ("seabios", "qemu")]
        environment = dict(os.environ, LD_LIBRARY_PATH=":".join(libraries))
        command = ["nice", os.path.join(self.root, "usr/bin/qemu-system-x86_64")]
        for folder in firmware:
            command += ["-L", folder]
        # The kernel's own use of cmpxchg16b fails under emulation, but programs need it.
        command += [
            "-M", "pc", "-accel", "tcg", "-cpu", "Nehalem", "-smp", str(processors),
            "-m", str(memory_mib), "-nodefaults", "-no-user-config", "-display", "none",
            "-serial", "stdio", "-no-reboot", "-kernel", kernel.vmlinuz, "-initrd", initrd,
            "-append", "console=ttyS0 quiet panic=-1 random.trust_cpu=on mitigations=off "
                       "clearcpuid=cx16"]
        if second_port:
            command += ["-serial", f"file:{second_port}"]
        if disk:
            command += ["-drive", f"file={disk},format=raw,if=virtio"]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output,
                                stderr=subprocess.STDOUT, env=environment)


class Kernel:
    """A Debian kernel, unpacked in its own folder below that of an emulator."""

    def __init__(self, emulator, name, pattern):
        self.name = name
        self.root = os.path.join(emulator.folder, "kernels", name)
        provide(self.root, lambda: [newest_package(pattern)])

    @property
    def vmlinuz(self):
        return glob.glob(os.path.join(self.root, "boot/vmlinuz-*"))[0]

    @property
    def release(self):
        """`6.1.0-18-cloud-amd64`."""
        return os.path.basename(self.vmlinuz).removeprefix("vmlinuz-")

    def modules(self, names):
        """Returns the files of modules and of their dependencies, in loading order.

        Modules that are built into the kernel are left out.
        """
        files = {os.path.basename(path).removesuffix(".ko").replace("-", "_"): path for path in
                 glob.glob(os.path.join(self.root, "lib/modules/*/kernel/**/*.ko"), recursive=True)}
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


#: Packages of the main archive; the others are security updates.
KERNEL_6_1 = ("6.1", "^linux-image-6[.]1[.]0-[0-9]+-cloud-amd64$")
KERNEL_6_12 = ("6.12", "^linux-image-6[.]12[.][^-]*-cloud-amd64$")


def provide(target, packages):
    """Downloads and unpacks packages; the folder gets its name when it is complete."""
    if os.path.isdir(target):
        return
    names = packages()
    partial = f"{target}.partial-{os.getpid()}"
    downloads = os.path.join(partial, "downloads")
    os.makedirs(downloads)
    try:
        fetched = subprocess.run(["apt-get", "-q", "download", *names], cwd=downloads,
                                 capture_output=True, text=True)
        if fetched.returncode:
            reason = (fetched.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise Unavailable(f"apt-get can't download {names[0]}: {reason}")
        for package in glob.glob(os.path.join(downloads, "*.deb")):
            checked(["dpkg", "-x", package, partial])
        shutil.rmtree(downloads)
        os.rename(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


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
        """Copies a program without debug information, and the shared libraries that it needs."""
        self.copy(source, path, is_stripped=True)
        self.copy_needed(source)

    def copy_library(self, source, path):
        """Copies a shared library unchanged, and those that it needs."""
        self.copy(os.path.realpath(source), path)
        self.copy_needed(source)

    def copy_needed(self, source):
        """Copies the shared libraries that a program or library needs."""
        listed = subprocess.run(["ldd", source], capture_output=True, text=True).stdout
        for word in listed.split():
            if word.startswith("/") and not os.path.exists(self.folder + word):
                self.copy(os.path.realpath(word), word)

    def remove(self):
        """Removes the folder, which is no longer needed after packing."""
        shutil.rmtree(self.folder)

    def pack(self, path, cpio, is_compressed=True):
        """Writes the initial file system; under emulation, an uncompressed one boots faster."""
        with open(path, "wb") as file:
            names = subprocess.Popen(["find", "."], cwd=self.folder, stdout=subprocess.PIPE)
            archive = subprocess.Popen([*cpio, "-o", "-H", "newc", "--quiet"], cwd=self.folder,
                                       stdin=names.stdout, stdout=subprocess.PIPE)
            packer = ["gzip", "-1"] if is_compressed else ["cat"]
            packed = subprocess.run(packer, stdin=archive.stdout, stdout=file)
        if names.wait() or archive.wait() or packed.returncode:
            sys.exit(f"{path}: the initial file system could not be packed")


def packages_of_qemu():
    """Returns qemu with its dependencies that aren't installed, busybox and cpio."""
    listed = asked_of_apt(
        ["apt-cache", "depends", "--recurse", "--no-recommends", "--no-suggests", "--no-conflicts",
         "--no-breaks", "--no-replaces", "--no-enhances", "qemu-system-x86"])
    names = {line for line in listed.splitlines() if line and line[0].isalnum()}
    return ["busybox-static", "cpio", *sorted(name for name in names if not is_installed(name))]


def is_installed(package):
    return subprocess.run(["dpkg", "-s", package], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode == 0


def newest_package(pattern):
    """Returns the newest package with a matching name."""
    names = asked_of_apt(["apt-cache", "search", "--names-only", pattern]).splitlines()
    if not names:
        raise Unavailable(f"apt offers no package {pattern}; run 'apt-get update' first")
    return max((line.split()[0] for line in names), key=version_key)


def asked_of_apt(command):
    """Returns the output of apt-cache."""
    if not shutil.which("apt-get"):
        raise Unavailable("there is no apt-get, which downloads Debian's packages")
    answered = subprocess.run(command, capture_output=True, text=True)
    if answered.returncode:
        raise Unavailable(f"apt offers no {command[-1]}; run 'apt-get update' first")
    return answered.stdout


def version_key(name):
    digits = "".join(letter if letter.isdigit() else " " for letter in name)
    return [int(part) for part in digits.split()]


def checked(command, **options):
    """Returns the output of a command; if it fails, ends the script with its error output."""
    finished = subprocess.run(command, capture_output=True, text=True, **options)
    if finished.returncode:
        sys.exit(f"{' '.join(command[:4])}: exit status {finished.returncode}\n{finished.stderr}")
    return finished.stdout
