"""What nodekeel does to the connection-tracking table of a whole machine: its own kernel, systemd as PID 1, the package."""

import json
import unittest

from node import VirtualMachine, package

TABLE = "net.netfilter.nf_conntrack_max"
BUCKETS = "net.netfilter.nf_conntrack_buckets"
FILES = ("/etc/modules-load.d/nodekeel.conf", "/etc/modprobe.d/nodekeel.conf", "/etc/sysctl.d/90-nodekeel.conf")

#: The line that `systemctl status` shows, without the log below it.
STATUS_LINE = "systemctl show --property=StatusText --value nodekeeld"

#: The machine has two CPUs: 2 × 144420.
WANTED = "288840"

DRIFTED = "MESSAGE_ID=c3ee669bfa5f4285ac8e6207abd59ac9"
PUT_BACK = "MESSAGE_ID=9851f966a5b74aaf89bbd95df2f9a229"
CONTESTED = "MESSAGE_ID=770f214a73824629b26207eeabaafd8c"
SUMMARY = "MESSAGE_ID=14f045c029fc4f929f78ebda32c7dde2"
POLICY_LOADED = "MESSAGE_ID=cd2ae64ab7364815b494ac3966135396"
POLICY_REJECTED = "MESSAGE_ID=617a4da49bac44e8934ea0384bda1718"


def setUpModule() -> None:
    global machine
    machine = unittest.enterModuleContext(VirtualMachine())
    machine.save("fresh")
    machine.run("modprobe nf_conntrack")
    before = machine.output(f"sysctl --values {TABLE}")
    machine.run("systemctl mask nodekeeld.service")
    machine.install(package.built())
    # The package enables its service; tests that want it start it themselves.
    machine.run("systemctl unmask nodekeeld.service && systemctl daemon-reload")
    assert machine.output(f"sysctl --values {TABLE}") == before, "installing changed a value"
    machine.save("installed")


def table() -> str:
    return machine.output(f"sysctl --values {TABLE}")


def answer(command: str, expected: int = 0) -> dict:
    """What a command answers in JSON, and that it ends with the status expected."""
    finished = machine.run(f"nodekeel {command} --format json", check=False)
    if finished.status != expected:
        raise AssertionError(f"'nodekeel {command}' ended with {finished.status}: {finished.stdout}{finished.stderr}")
    return json.loads(finished.stdout)


class CommandTests(unittest.TestCase):
    """Provisioning by hand: no service runs."""

    def setUp(self) -> None:
        machine.restore("installed")

    def test_apply_does_what_plan_shows_and_revert_undoes_it_exactly(self) -> None:
        original = {name: machine.output(f"sysctl --values {name}") for name in (TABLE, BUCKETS)}
        plan = answer("plan", expected=2)
        self.assertEqual(
            [change["knob"]["name"] for change in plan["changes"]],
            ["net/netfilter/nf_conntrack_buckets", "net/netfilter/nf_conntrack_max", *FILES],
        )
        self.assertEqual(original[TABLE], table(), "plan changed a value")
        applied = answer("apply")
        self.assertEqual(
            [(done["change"]["knob"], done["change"].get("text")) for done in applied["outcomes"]],
            [(change["knob"], change.get("text")) for change in plan["changes"]],
        )
        self.assertEqual(table(), WANTED)
        self.assertGreaterEqual(int(machine.output(f"sysctl --values {BUCKETS}")), int(WANTED) / 4)
        self.assertEqual(answer("plan")["changes"], [])
        self.assertTrue(answer("check")["isAllMet"])
        machine.run("nodekeel revert")
        for name, value in original.items():
            self.assertEqual(machine.output(f"sysctl --values {name}"), value)
        for path in FILES:
            self.assertFalse(machine.exists(path), path)

    def test_a_module_that_is_not_loaded_yet_is_sized_when_it_is(self) -> None:
        machine.restore("fresh")
        machine.install(package.built())
        machine.run("systemctl stop nodekeeld")
        facts = answer("facts")
        self.assertEqual(facts["connectionTracking"]["module"], "loadable")
        answer("apply")
        machine.run("modprobe nf_conntrack")
        self.assertGreaterEqual(int(table()), int(WANTED))

    def test_values_hold_over_a_reboot_and_can_still_be_reverted(self) -> None:
        machine.run("systemctl disable nodekeeld")
        machine.run("nodekeel apply")
        original = next(
            one["text"] for one in answer("status")["originals"] if one["knob"]["name"].endswith("nf_conntrack_max")
        )
        machine.reboot()
        self.assertEqual(table(), WANTED)
        machine.run("nodekeel revert")
        self.assertEqual(table(), original)
        for path in FILES:
            self.assertFalse(machine.exists(path), path)
        machine.reboot()
        self.assertNotEqual(machine.run(f"sysctl --values {TABLE}", check=False).stdout.strip(), WANTED)

    def test_what_an_operator_s_file_gives_at_boot_is_not_lowered(self) -> None:
        machine.run("systemctl disable nodekeeld")
        more = "400000"
        machine.write("/etc/sysctl.d/60-site.conf", f"{TABLE} = {more}\n")
        machine.run(f"sysctl --write {TABLE}={more} && nodekeel apply")
        self.assertEqual(table(), more)
        machine.reboot()
        self.assertEqual(table(), more)

    def test_apply_killed_at_any_write_leaves_old_or_new_and_a_ledger_that_reverts(self) -> None:
        original = table()
        calls = "write,renameat,unlinkat,mkdirat,fsync"
        log = machine.output(f"strace -f -e trace={calls} -o /dev/stdout nodekeel apply")
        count = sum(log.count(f"{call}(") for call in calls.split(","))
        self.assertGreater(count, 15)
        machine.run("nodekeel revert")
        for number in range(1, count + 1, 3):
            with self.subTest(call=number):
                machine.run(
                    f"strace -f -o /dev/null -e trace={calls} -e inject={calls}:signal=SIGKILL:when={number} nodekeel apply",
                    check=False,
                )
                self.assertIn(table(), (original, WANTED))
                machine.run("nodekeel apply")
                self.assertEqual(table(), WANTED)
                machine.run("nodekeel revert")
                self.assertEqual(table(), original)
                self.assertEqual(machine.run("ls -A /etc/*/.*.nodekeel", check=False).stdout, "")

    def test_a_full_table_is_told_before_and_after_it_refuses(self) -> None:
        machine.write("/etc/nodekeel/policy.d/50-test.yaml", "mode: observe\n")
        machine.run(f"sysctl --write {TABLE}=100")
        # Connections are tracked from the first rule on that asks for it.
        machine.run("nft add table ip t; nft add chain ip t c '{ type filter hook output priority 0; }'")
        machine.run("nft add rule ip t c ct state new accept")
        for port in range(1, 81):
            machine.run(
                f"conntrack --create --proto udp --src 192.0.2.1 --dst 192.0.2.2 --sport {port} --dport 9 --timeout 600"
            )
        findings = {
            finding["desired"]["target"]["knob"]["kind"]: finding for finding in answer("check", expected=2)["findings"]
        }
        self.assertEqual(findings["occupancy"]["verdict"], "unmet")
        self.assertGreaterEqual(findings["occupancy"]["observation"]["value"], 80)


class ServiceTests(unittest.TestCase):
    """The service runs, with a sweep so rare that only events explain what it does at once."""

    def setUp(self) -> None:
        machine.restore("installed")
        machine.write("/etc/nodekeel/policy.d/50-test.yaml", "interval: 10m\n")
        machine.run("systemctl start nodekeeld")
        machine.wait_until(f"[ $(sysctl --values {TABLE}) = {WANTED} ]", "the service has set the table")

    def test_systemd_shows_one_line_of_truth(self) -> None:
        status = machine.output("systemctl status nodekeeld")
        self.assertIn("active (running)", status)
        self.assertRegex(status, r'Status: "\d+ settings: \d+ met')

    def test_a_change_behind_its_back_is_put_back_and_told_once(self) -> None:
        here = machine.journal_position()
        machine.run(f"sysctl --write {TABLE}=131072")
        machine.wait_until(f"[ $(sysctl --values {TABLE}) = {WANTED} ]", "the table is put back", timeout=5)
        [entry] = machine.wait_for_entries(PUT_BACK, after=here)
        self.assertEqual(entry["NODEKEEL_SETTING"], "connection-tracking-table")
        self.assertEqual(entry["NODEKEEL_VERDICT"], "drifted")
        self.assertEqual(entry["SYSCTL"], "net/netfilter/nf_conntrack_max")
        self.assertEqual((entry["OLDVALUE"], entry["NEWVALUE"], entry["OURVALUE"]), (WANTED, "131072", WANTED))
        self.assertEqual(entry["PRIORITY"], "4")
        self.assertIn("put back to 288840", entry["MESSAGE"])
        explained = machine.output(f"journalctl --no-pager --catalog {PUT_BACK}")
        self.assertIn("nodekeel explain connection-tracking-table", explained)
        machine.run("sleep 3")
        self.assertEqual(len(machine.journal(PUT_BACK, after=here)), 1)

    def test_a_pass_that_finds_nothing_new_leaves_a_report_of_its_own_time(self) -> None:
        def look() -> dict:
            last = json.loads(machine.read("/run/nodekeel/report.json"))["moment"]["uptimeSeconds"]
            machine.run("sleep 1.1; systemctl kill --signal=USR1 nodekeeld")
            machine.wait_until(f"! grep -q '\"uptimeSeconds\":{last},' /run/nodekeel/report.json", "there is a later report")
            return json.loads(machine.read("/run/nodekeel/report.json"))

        look()
        earlier, later = look(), look()
        self.assertGreater(later.pop("moment")["uptimeSeconds"], earlier.pop("moment")["uptimeSeconds"])
        self.assertEqual(earlier, later)
        here = machine.journal_position()
        machine.run(f"sysctl --write {TABLE}=131072")
        machine.wait_for_entries(PUT_BACK, after=here)
        self.assertEqual(table(), WANTED)
        self.assertEqual([one["change"]["knob"]["name"] for one in look()["outcomes"]], [])

    def test_a_file_that_is_removed_comes_back(self) -> None:
        machine.run(f"rm {FILES[2]}")
        machine.wait_until(f"[ -e {FILES[2]} ]", "the file is back", timeout=5)

    def test_observing_tells_and_does_not_touch(self) -> None:
        machine.write("/etc/nodekeel/policy.d/60-observe.yaml", "mode: observe\n")
        machine.wait_for_entries(POLICY_LOADED)
        here = machine.journal_position()
        machine.run(f"sysctl --write {TABLE}=131072")
        [entry] = machine.wait_for_entries(DRIFTED, after=here)
        self.assertIn("131072", entry["MESSAGE"])
        self.assertEqual(table(), "131072")
        self.assertEqual(machine.run("nodekeel status", check=False).status, 2)

    def test_a_quarrel_ends_contested_and_not_in_a_fight(self) -> None:
        here = machine.journal_position()
        machine.run(
            "systemd-run --quiet --unit=quarrel bash -c"
            f" 'for i in $(seq 60); do sysctl --quiet --write {TABLE}=131072; sleep 0.5; done'"
        )
        [entry] = machine.wait_for_entries(CONTESTED, after=here, timeout=30)
        self.assertEqual(entry["PRIORITY"], "3")
        machine.run("sleep 5")
        self.assertEqual(table(), "131072")
        self.assertLess(len(machine.journal(PUT_BACK, after=here)), 6)
        self.assertEqual(len(machine.journal(CONTESTED, after=here)), 1)
        # Somebody who applies by hand means it, and the service goes on from there.
        machine.run("systemctl stop quarrel && nodekeel apply && sleep 2")
        self.assertEqual(table(), WANTED)
        machine.run(f"sysctl --write {TABLE}=131072")
        machine.wait_until(f"[ $(sysctl --values {TABLE}) = {WANTED} ]", "it is put back again", timeout=5)

    def test_killed_it_comes_back_and_remembers(self) -> None:
        here = machine.journal_position()
        first = machine.output("systemctl show --property=MainPID --value nodekeeld")
        machine.run("systemctl kill --signal=KILL nodekeeld")
        machine.run(f"sysctl --write {TABLE}=131072")
        machine.wait_until(
            f"[ $(systemctl show --property=MainPID --value nodekeeld) -gt 0 ]"
            f" && [ $(systemctl show --property=MainPID --value nodekeeld) != {first} ]",
            "the service is back",
        )
        [entry] = machine.wait_for_entries(PUT_BACK, after=here)
        self.assertEqual(entry["OLDVALUE"], WANTED)
        self.assertEqual(table(), WANTED)

    def test_a_broken_policy_leaves_the_last_good_one_in_force(self) -> None:
        here = machine.journal_position()
        machine.write("/etc/nodekeel/policy.d/60-typo.yaml", "mode: enforced\n")
        [entry] = machine.wait_for_entries(POLICY_REJECTED, after=here)
        self.assertIn("/etc/nodekeel/policy.d/60-typo.yaml:1:7", entry["MESSAGE"])
        machine.run(f"sysctl --write {TABLE}=131072")
        machine.wait_until(f"[ $(sysctl --values {TABLE}) = {WANTED} ]", "the last good policy holds", timeout=5)
        self.assertIn("policy rejected", machine.output(STATUS_LINE))
        machine.run("rm /etc/nodekeel/policy.d/60-typo.yaml && systemctl reload nodekeeld")
        machine.wait_for_entries(POLICY_LOADED, after=here)
        self.assertNotIn("policy rejected", machine.output(STATUS_LINE))

    def test_an_edited_policy_is_found_where_no_file_can_be_watched(self) -> None:
        machine.run("sysctl --quiet --write fs.inotify.max_user_instances=0 && systemctl restart nodekeeld")
        [spot] = [one for one in answer("status")["service"]["blindSpots"] if one.startswith("files: ")]
        self.assertIn("Too many open files", spot)
        here = machine.journal_position()
        machine.write("/etc/nodekeel/policy.d/60-site.yaml", "mode: observe\n")
        machine.run("systemctl kill --signal=USR1 nodekeeld")
        machine.wait_for_entries(POLICY_LOADED, after=here)
        machine.run("sysctl --quiet --write fs.inotify.max_user_instances=128")
        machine.run("systemctl kill --signal=USR1 nodekeeld && sleep 2")
        self.assertFalse([one for one in answer("status")["service"]["blindSpots"] if one.startswith("files: ")])

    def test_what_is_reverted_stays_reverted_until_apply(self) -> None:
        machine.run("nodekeel revert")
        reverted = table()
        self.assertNotEqual(reverted, WANTED)
        machine.run("systemctl kill --signal=USR1 nodekeeld && sleep 2 && systemctl restart nodekeeld && sleep 2")
        self.assertEqual(table(), reverted)
        for path in FILES:
            self.assertFalse(machine.exists(path), path)
        machine.run("nodekeel apply --at-boot")
        self.assertEqual(table(), reverted)
        machine.run("nodekeel apply")
        self.assertEqual(table(), WANTED)

    def test_a_hold_steps_aside_and_ends_by_itself(self) -> None:
        machine.run("nodekeel hold connection-tracking-table --for 6s --reason INC-1")
        machine.run(f"sysctl --write {TABLE}=131072 && sleep 2")
        self.assertEqual(table(), "131072")
        machine.run("sleep 5 && systemctl kill --signal=USR1 nodekeeld")
        machine.wait_until(f"[ $(sysctl --values {TABLE}) = {WANTED} ]", "the hold has ended", timeout=5)

    def test_stopping_upgrading_and_removing_change_nothing(self) -> None:
        import pathlib
        import tempfile

        with tempfile.TemporaryDirectory(prefix="nodekeel-test.") as home:
            successor = package.successor(package.built(), pathlib.Path(home))
            machine.install(successor)
        self.assertEqual(table(), WANTED)
        machine.wait_until("systemctl is-active --quiet nodekeeld", "the service is up after the upgrade")
        machine.run("systemctl stop nodekeeld")
        self.assertEqual(table(), WANTED)
        machine.run("DEBIAN_FRONTEND=noninteractive apt-get --yes remove nodekeel")
        self.assertEqual(table(), WANTED)
        for path in FILES:
            self.assertTrue(machine.exists(path), path)

    def test_it_sleeps_unless_something_happens(self) -> None:
        pid = machine.output("systemctl show --property=MainPID --value nodekeeld")
        switches = f"awk '/^voluntary_ctxt/ {{ print $2 }}' /proc/{pid}/status"
        machine.run("sleep 2")
        before = int(machine.output(switches))
        machine.run("sleep 20")
        self.assertEqual(int(machine.output(switches)), before)
        self.assertEqual(machine.output(f"ls /proc/{pid}/task | wc -l"), "1")
        anonymous = int(machine.output(f"awk '/^RssAnon/ {{ print $2 }}' /proc/{pid}/status"))
        self.assertLess(anonymous, 4096)
