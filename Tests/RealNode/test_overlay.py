"""What nodekeel tells of real VXLAN devices among many others: those of the kernel's list, with their links."""

import json
import unittest

from node import Container, package

#: A link with jumbo frames, two VXLAN devices over it, and what else a node has of devices. One VXLAN device is named as a
#: pod's would be: what counts is what a device is.
DEVICES = """
link add uplink mtu 9000 type veth peer name switch mtu 9000
link set uplink up
link add flannel.1 mtu 8950 type vxlan id 1 dev uplink dstport 8472
link add cali.vxlan mtu 1450 type vxlan id 2 dev uplink dstport 4789
link add cni0 type bridge
""" + "".join(f"link add veth{n} type veth peer name eni{n}\n" for n in range(200))


class OverlayTests(unittest.TestCase):
    def setUp(self) -> None:
        self.node = self.enterContext(Container())
        self.node.run("mkdir -p /etc/nodekeel && systemctl mask nodekeeld.service")
        self.node.write("/etc/nodekeel/policy.yaml", "mode: observe\n")
        self.node.install(package.built())
        self.node.write("/root/devices", DEVICES)
        self.node.run("ip -batch /root/devices", timeout=120)

    def overlays(self) -> dict[str, dict]:
        facts = json.loads(self.node.output("nodekeel facts --format json"))
        return {device["name"]: device for device in facts["overlays"]}

    def cautions(self) -> list[str]:
        """What is wrong with a size, up to what it leads to."""
        said = self.node.run("nodekeel explain pod-network-overlay --format json", check=False).stdout
        cautions = (caution for one in json.loads(said)["findings"] for caution in one["desired"]["cautions"])
        return sorted({caution["danger"].split(":")[0] for caution in cautions})

    def test_the_kernel_names_the_devices_and_their_links(self) -> None:
        devices = self.overlays()
        self.assertEqual(list(devices), ["cali.vxlan", "flannel.1"])
        fitting = devices["flannel.1"]
        self.assertEqual((fitting["mtu"], fitting["link"], fitting["linkMTU"]), (8950, "uplink", 9000))
        self.assertTrue(fitting["offloads"]["tx-checksumming"])
        self.assertEqual(self.cautions(), ["cali.vxlan takes packets of 1450 bytes where the link carries 8950"])
        # The kernel keeps a device below its link's size when it is set, and leaves it when the link shrinks.
        self.node.run("ip link set uplink mtu 1500")
        self.assertEqual(self.cautions(), ["flannel.1 takes packets of 8950 bytes, of which the link carries 1450"])
        self.node.run("ip link del cali.vxlan && ip link set flannel.1 mtu 1450")
        self.assertEqual({name: device["mtu"] for name, device in self.overlays().items()}, {"flannel.1": 1450})
        self.assertEqual(self.cautions(), [])
        self.node.run("ip link del flannel.1")
        self.assertEqual(self.overlays(), {})
