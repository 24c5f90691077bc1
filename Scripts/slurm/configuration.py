"""The head's name, address and files, all of them in its namespaces."""

import os
import pwd

from slurm.commands import PLACE, checked

ADDRESS = "10.9.9.1"
HEAD = "mbhead"
NODES = ["mb1", "mb2"]
MUNGE = f"{PLACE}/munge"
#: A job can run again only after its old credential has expired; Slurm's minimum is 5.
CREDENTIAL_SECONDS = 5

CONFIGURATION = f"""\
ClusterName=mb
SlurmctldHost={HEAD}({ADDRESS})
AuthInfo=socket={MUNGE}/socket,cred_expire={CREDENTIAL_SECONDS}
SlurmUser=root
StateSaveLocation={PLACE}/state
SlurmctldPidFile={PLACE}/state/slurmctld.pid
SlurmctldLogFile={PLACE}/log/slurmctld
SlurmdSpoolDir={PLACE}/spool/%n
SlurmdPidFile={PLACE}/spool/%n.pid
SlurmdLogFile={PLACE}/log/%n
SwitchType=switch/none
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
PropagateResourceLimits=NONE
ReturnToService=2
SlurmdParameters=config_overrides
JobRequeue=1
NodeName=mb[1-2] NodeHostname={HEAD} NodeAddr={ADDRESS} Port=[17001-17002] Sockets=1 CoresPerSocket=2 ThreadsPerCore=1 RealMemory=4000
PartitionName=bench Nodes=mb[1-2] Default=YES MaxTime=30 State=UP
"""
HOSTS = f"127.0.0.1 localhost\n{ADDRESS} {HEAD}\n"


def configure():
    """Writes the files, and sets the name and the address of the head.

    With the loopback address alone, Slurm can't resolve its own name, and every daemon ends.
    """
    for folder in ("state", "spool", "log", *(f"spool/{name}" for name in NODES)):
        os.makedirs(f"{PLACE}/{folder}", exist_ok=True)
    write("slurm.conf", CONFIGURATION)
    write("hosts", HOSTS)
    write_key()
    checked(["mount", "--bind", f"{PLACE}/hosts", "/etc/hosts"])
    checked(["hostname", HEAD])
    checked(["ip", "link", "set", "lo", "up"])
    checked(["ip", "address", "add", f"{ADDRESS}/32", "dev", "lo"])
    os.environ["SLURM_CONF"] = f"{PLACE}/slurm.conf"


def write(name, text):
    with open(f"{PLACE}/{name}", "w", encoding="ascii") as file:
        file.write(text)


def write_key():
    """Writes a new key for munge, in a folder that belongs to munge."""
    account = pwd.getpwnam("munge")
    os.makedirs(MUNGE)
    descriptor = os.open(f"{MUNGE}/key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "wb") as file:
        file.write(os.urandom(1024))
    for path in (MUNGE, f"{MUNGE}/key"):
        os.chown(path, account.pw_uid, account.pw_gid)
