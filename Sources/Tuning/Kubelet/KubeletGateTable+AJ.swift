extension KubeletFeatureGates {
    /// The gates from A to J; see ``KubeletFeatureGates/rows``.
    static let rowsFromAToJ = """
        APIListChunking 28b+ 29g+! 33gone
        APIResponseCompression 28b+
        APIServerIdentity 28b+
        APIServerTracing 28b+ 34g+!
        APIServingWithRoutine 30a-
        AdmissionWebhookMatchConditions 28b+ 30g+! 33gone
        AggregatedDiscoveryEndpoint 28b+ 30g+! 33gone
        AggregatedDiscoveryRemoveBetaType 33d+ 35d+!
        AllowDNSOnlyNodeCSR 31d-
        AllowInsecureKubeletCertificateSigningRequests 31d-
        AllowOverwriteTerminationGracePeriodSeconds 32d- 35d-!
        AllowParsingUserUIDFromCertAuth 33b+
        AllowServiceExternalIPs 36g+
        AllowServiceLBStatusOnNonLB 29d- 32d-! 35gone
        AllowUnsafeMalformedObjectDeletion 32a-
        AnonymousAuthConfigurableEndpoints 31a- 32b+ 34g+!
        AnyVolumeDataSource 28b+ 33g+!
        AppArmor 28b+ 31g+! 33gone
        AppArmorFields 30b+ 31g+! 33gone
        AtomicFIFO 36b+
        AuthorizeNodeWithSelectors 31a- 32b+ 34g+!
        AuthorizePodWebsocketUpgradeCreatePermission 35b+
        AuthorizeWithSelectors 31a- 32b+ 34g+!
        BtreeWatchCache 32b+ 33g+!
        CBORServingAndStorage 32a-
        CPUManager 28g+! 33gone
        CPUManagerPolicyAlphaOptions 28a-
        CPUManagerPolicyBetaOptions 28b+
        CPUManagerPolicyOptions 28b+ 33g+!
        CRDObservedGenerationTracking 35b- 36b+
        CRDValidationRatcheting 28a- 30b+ 33g+!
        CRIListStreaming 36a-
        CSIMigrationPortworx 28b- 31b+ 33g+! 36gone
        CSIServiceAccountTokenSecrets 35b+ 36g+!
        CSIVolumeHealth 28a-
        ChangeContainerStatusOnKubeletRestart 36d-
        ClearingNominatedNodeNameAfterBinding 34a- 35b+
        ClientsAllowCARotation 36b+
        ClientsAllowCBOR 32a-
        ClientsAllowTLSCacheGC 36b+
        ClientsPreferCBOR 32a-
        CloudControllerManagerWatchBasedRoutesReconciliation 35a-
        CloudControllerManagerWebhook 31a-
        CloudDualStackNodeIPs 28g+ 32gone
        ClusterTrustBundle 28a- 33b-
        ClusterTrustBundleProjection 29a- 33b-
        ComponentFlagz 32a- 36b+
        ComponentSLIs 28b+ 32g+! 35gone
        ComponentStatusz 32a- 36b+
        ConcurrentWatchObjectDecode 31b-
        ConsistentListFromCache 28a- 31b+ 34g+!
        ConstrainedImpersonation 35a- 36b+
        ContainerCheckpoint 28a- 30b+
        ContainerRestartRules 34a- 35b+
        ContainerStopSignals 33a-
        ContextualLogging 28a- 30b+
        ControllerManagerReleaseLeaderElectionLockOnExit 36a-
        CoordinatedLeaderElection 31a- 33b-
        CronJobsScheduledAnnotation 28b+ 32g+! 35gone
        CrossNamespaceVolumeDataSource 28a-
        CustomCPUCFSQuotaPeriod 28a- 36g+
        CustomResourceFieldSelectors 30a- 31b+ 32g+!
        DRAAdminAccess 32a- 34b+ 36g+!
        DRAConsumableCapacity 34a- 36b+
        DRAControlPlaneController 31a- 32gone
        DRADeviceBindingConditions 34a- 36b+
        DRADeviceTaintRules 35a- 36b-
        DRADeviceTaints 33a- 36b+
        DRAExtendedResource 34a- 36b+
        DRAListTypeAttributes 36a-
        DRANodeAllocatableResources 36a-
        DRAPartitionableDevices 33a- 36b+
        DRAPrioritizedList 33a- 34b+ 36g+
        DRAResourceClaimDeviceStatus 32a- 33b+
        DRAResourceClaimGranularStatusAuthorization 36b+
        DRAResourcePoolStatus 36a-
        DRASchedulerFilterTimeout 34b+
        DRAWorkloadResourceClaims 36a-
        DeclarativeValidation 33b+ 36g+!
        DeclarativeValidationBeta 36b+
        DeclarativeValidationTakeover 33b- 36d-
        DeploymentReplicaSetTerminatingReplicas 33a- 35b+
        DetectCacheInconsistency 34b+
        DevicePluginCDIDevices 28a- 29b+ 31g+! 34gone
        DisableAllocatorDualWrite 31a- 33b- 34g+ 35g+!
        DisableCPUQuotaWithExclusiveCPUs 33b+ 36d+
        DisableCloudProviders 28a- 29b+ 31g+! 33gone
        DisableKubeletCloudCredentialProviders 28a- 29b+ 31g+! 33gone
        DisableNodeKubeProxyVersion 29a- 31d- 33d+ 36d+!
        DynamicResourceAllocation 28a- 32b- 34g+ 35g+!
        EfficientWatchResumption 28g+! 33gone
        ElasticIndexedJob 28b+ 31g+! 34gone
        EnvFiles 34a- 35b+
        EventedPLEG 28a-
        ExecProbeTimeout 28g+ 35g+!
        ExtendWebSocketsToKubelet 36b+
        ExternalServiceAccountTokenSigner 32a- 34b+ 36g+!
        GangScheduling 35a-
        GenericWorkload 35a-
        GitRepoVolumeDriver 33d- 36d-!
        GracefulNodeShutdown 28b+
        GracefulNodeShutdownBasedOnPodPriority 28b+
        HPAConfigurableTolerance 33a- 35b+
        HPAContainerMetrics 28g+ 32gone
        HPAScaleToZero 28a-
        HonorPVReclaimPolicy 28a- 31b+ 33g+! 36gone
        HostnameOverride 34a- 35b+
        ImageMaximumGCAge 29a- 30b+ 35g+!
        ImageVolume 31a- 33b- 35b+ 36g+!
        ImageVolumeWithDigest 36a-
        InOrderInformers 33b+ 36g+!
        InOrderInformersBatchProcess 35b+
        InPlacePodLevelResourcesVerticalScaling 35a- 36b+
        InPlacePodVerticalScaling 28a- 33b+ 35g+!
        InPlacePodVerticalScalingAllocatedStatus 32a- 33d- 36gone
        InPlacePodVerticalScalingExclusiveCPUs 32a-
        InPlacePodVerticalScalingExclusiveMemory 34a-
        InPlacePodVerticalScalingInitContainers 36b+
        InTreePluginPortworxUnregister 28a- 36gone
        InformerResourceVersion 30a- 35g+
        JobBackoffLimitPerIndex 28a- 29b+ 33g+!
        JobManagedBy 30a- 32b+ 35g+!
        JobPodFailurePolicy 28b+ 31g+! 33gone
        JobPodReplacementPolicy 28a- 29b+ 34g+!
        JobSuccessPolicy 30a- 31b+ 33g+!
        """
}
