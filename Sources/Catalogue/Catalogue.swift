public import Tuning

/// Every setting, in the order in which they are asked: a setting may build on what those before it want.
public let catalogue: [Setting] = [
    .connectionTrackingTable,
    .connectionTrackingBuckets,
    .connectionTrackingBoot,
    .connectionTrackingPressure,
    .kubeProxyConntrack,
    .etcdCPUPriority,
    .etcdIOPriority,
    .etcdWeight,
    .systemSliceWeight,
    .kubeletImagePulls,
    .kubeletRegistryRate,
    .kubeletMaxPods,
    .kubeletNodeStatus,
    .kubeletAPIRate,
    .kubeletEventRate,
    .kubeletChangeDetection,
    .kubeletObsoleteFlags,
    .dockerImageDownloads,
    .dockerStorageDriver,
    .containerdImageDownloads,
    .containerdPullProgress,
    .imageStoreDisk,
]
