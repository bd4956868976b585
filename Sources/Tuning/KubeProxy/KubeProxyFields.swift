/// The fields of `KubeProxyConfiguration` (kubeproxy.config.k8s.io/v1alpha1) and their types.
///
/// A field that is not here is unknown to kube-proxy too, which then logs it and goes on; so is one in another letter
/// case. Source: `staging/src/k8s.io/kube-proxy/config/v1alpha1/types.go` of Kubernetes, and the logging and client
/// types of component-base.
enum KubeProxyFields {
    static let configuration = GoType.fields([
        "apiVersion": .string, "kind": .string,
        "featureGates": .map(.bool),
        "clientConnection": .fields([
            "kubeconfig": .string, "acceptContentTypes": .string, "contentType": .string,
            "qps": .float32, "burst": .int32,
        ]),
        "logging": GoType.logging,
        "hostnameOverride": .string, "bindAddress": .string,
        "healthzBindAddress": .string, "metricsBindAddress": .string,
        "bindAddressHardFail": .bool, "enableProfiling": .bool, "showHiddenMetricsForVersion": .string,
        "mode": .string,
        "iptables": .fields([
            "masqueradeBit": .int32, "masqueradeAll": .bool, "localhostNodePorts": .bool,
            "syncPeriod": .duration, "minSyncPeriod": .duration,
        ]),
        "ipvs": .fields([
            "syncPeriod": .duration, "minSyncPeriod": .duration, "scheduler": .string,
            "excludeCIDRs": .list(.string), "strictARP": .bool,
            "tcpTimeout": .duration, "tcpFinTimeout": .duration, "udpTimeout": .duration,
        ]),
        "nftables": .fields([
            "masqueradeBit": .int32, "masqueradeAll": .bool, "syncPeriod": .duration, "minSyncPeriod": .duration,
        ]),
        "winkernel": .fields([
            "networkName": .string, "sourceVip": .string, "enableDSR": .bool,
            "rootHnsEndpointName": .string, "forwardHealthCheckVip": .bool,
        ]),
        "detectLocalMode": .string,
        "detectLocal": .fields(["bridgeInterface": .string, "interfaceNamePrefix": .string]),
        "clusterCIDR": .string,
        "nodePortAddresses": .list(.string),
        "oomScoreAdj": .int32,
        "conntrack": .fields([
            "maxPerCore": .int32, "min": .int32,
            "tcpEstablishedTimeout": .pointer(.duration), "tcpCloseWaitTimeout": .pointer(.duration),
            "tcpBeLiberal": .bool, "udpTimeout": .duration, "udpStreamTimeout": .duration,
        ]),
        "configSyncPeriod": .duration,
        "portRange": .string,
        "windowsRunAsService": .bool,
    ])
}
