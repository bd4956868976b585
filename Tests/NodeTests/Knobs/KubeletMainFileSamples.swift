/// Configuration files of kubelets as their makers and people lay them out.
enum KubeletMainFileSamples {
    static let texts = [
        // By kubeadm: sorted, with zero durations written out.
        """
        apiVersion: kubelet.config.k8s.io/v1beta1
        authentication:
          anonymous:
            enabled: false
          webhook:
            cacheTTL: 0s
            enabled: true
          x509:
            clientCAFile: /etc/kubernetes/pki/ca.crt
        cgroupDriver: systemd
        clusterDNS:
        - 10.96.0.10
        cpuManagerReconcilePeriod: 0s
        kind: KubeletConfiguration
        logging:
          flushFrequency: 0
        nodeStatusReportFrequency: 0s
        nodeStatusUpdateFrequency: 0s
        rotateCertificates: true
        staticPodPath: /etc/kubernetes/manifests
        volumeStatsAggPeriod: 0s

        """,
        // By hand, with comments, a document mark, quotes, odd blanks and hexadecimal numbers.
        """
        ---
        # The kubelet of the render farm.
        kind:   "KubeletConfiguration"
        apiVersion: 'kubelet.config.k8s.io/v1beta1'

        maxPods: 0x6e      # one node, one rack
        serializeImagePulls: yes   # YAML 1.1
        systemReserved: {cpu: 500m, memory: "512Mi"}
        evictionHard:
            memory.available:  200Mi   # wide indent
        clusterDNS: [ 10.96.0.10 ,
          10.96.0.11 ]
        # kubeAPIQPS: 7
        kubeAPIQPS: 0007
        registryPullQPS: "5"
        # the end
        """,
        // With the line ends of another system, and none at the end.
        "apiVersion: kubelet.config.k8s.io/v1beta1\r\nkind: KubeletConfiguration\r\nmaxPods: 110\r\nfailSwapOn: false",
        // With a mark before the first byte, a second document, and a block as the last value.
        """
        \u{FEFF}apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        maxPods: '250'
        providerID: |
          aws:///é
        ---
        maxPods: 1

        """,
        // As JSON, in both layouts.
        "{\"kind\":\"KubeletConfiguration\",\"apiVersion\":\"kubelet.config.k8s.io/v1beta1\",\"maxPods\":1.1e2}",
        """
        {
          "kind": "KubeletConfiguration",
          "apiVersion": "kubelet.config.k8s.io/v1beta1",
          "serializeImagePulls" : false,
          "featureGates": {
            "RotateKubeletServerCertificate": true
          }
        }

        """,
    ]
}
